# Completions for zsh: one _arguments a command, or one a sub-command.

# Inside of '…' and of [meaning]: quotes end the one, brackets and colons the other.
function inert(text) {
  gsub(/'/, "'\\''", text)
  gsub(/\[/, "\\[", text)
  gsub(/\]/, "\\]", text)
  gsub(/:/, "\\:", text)
  return text
}

# ":name:action" behind an option that takes a value.
function action(argument, what) {
  if (argument == "")
    return ""
  what = kind(argument)
  if (what == "file")
    what = "_files"
  else if (what == "directory")
    what = "_files -/"
  else if (what == "list")
    what = "_values -s , " tolower(argument) " " choices(argument)
  else if (what == "word")
    what = "(" choices(argument) ")"
  else
    what = " "
  gsub(/[][=]/, "", argument)
  return ":" inert(tolower(argument)) ":" what
}

function spec(name, letter, argument, meaning, mark, value) {
  value = (argument ~ /^\[/ ? ":" : "") action(argument)
  mark = argument == "" ? "" : argument ~ /^\[/ ? "=-" : "="
  meaning = "[" inert(meaning) "]"
  if (letter == "")
    return "    '" name mark meaning value "'"
  return "    '(" letter " " name ")'{" letter (argument == "" ? "" : "+") "," name mark "}'" meaning value "'"
}

$2 == "" {
  subs = subs (subs == "" ? "" : " ") $1
  told = told "    '" $1 ":" inert($5) "'\n"
  next
}
{ specs[$1] = specs[$1] " \\\n" spec($2, $3, $4, $5) }

END {
  print "#compdef " command
  if (subs == "") {
    print "_arguments -s -S" specs[""] " \\\n    '*:file:_files'"
    exit
  }
  print "local -a subs=(\n" told ")"
  print "if ((CURRENT == 2)); then\n  _describe command subs\n  return\nfi"
  print "local sub=$words[2]\nshift words\n((CURRENT--))\ncase $sub in"
  n = split(subs, each, " ")
  for (i = 1; i <= n; i++)
    print each[i] ")\n  _arguments -s -S" specs[each[i]] " \\\n    '*:file:_files'\n  ;;"
  print "esac"
}
