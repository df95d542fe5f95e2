# Completions for fish: a line an option.

function quoted(text) {
  gsub(/\\/, "\\\\", text)
  gsub(/'/, "\\'", text)
  return "'" text "'"
}

# What its value may be.
function offer(argument, what) {
  if (argument == "")
    return ""
  what = kind(argument)
  if (what == "file")
    return " -r -F"
  if (what == "directory")
    return " -x -a '(__fish_complete_directories)'"
  if (what == "list")
    return " -x -a '(__fish_append , " choices(argument) ")'"
  if (what == "word")
    return (argument ~ /^\[/ ? "" : " -x") " -a " quoted(choices(argument))
  return takes_value(argument) ? " -x" : ""
}

BEGIN { print "# fish completion of " command }
$2 == "" {
  subs = subs (subs == "" ? "" : " ") $1
  print "complete -c " command " -n __fish_use_subcommand -f -a " $1 " -d " quoted($5)
  next
}
{
  print "complete -c " command ($1 == "" ? "" : " -n '__fish_seen_subcommand_from " $1 "'") \
    " -l " substr($2, 3) ($3 == "" ? "" : " -s " substr($3, 2)) offer($4) " -d " quoted($5)
}
