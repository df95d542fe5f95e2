# Completions for bash: a function that looks at the word before, then at the one being typed.

{
  if ($2 == "") {
    subs = subs (subs == "" ? "" : " ") $1
    next
  }
  words[$1] = words[$1] (words[$1] == "" ? "" : " ") $2 ($3 == "" ? "" : " " $3)
  if (takes_value($4))
    values[$1] = values[$1] arm($2, $3, $4)
}

# What follows an option; where there is nothing to offer, nothing is.
function arm(name, letter, argument, what) {
  what = kind(argument)
  if (what == "file")
    what = "compgen -f -- \"$cur\""
  else if (what == "directory")
    what = "compgen -d -- \"$cur\""
  else if (what == "list")
    what = "compgen -P \"$before\" -W '" choices(argument) "' -- \"${cur##*,}\""
  else if (what == "word")
    what = "compgen -W '" choices(argument) "' -- \"$cur\""
  what = what == "" ? "" : " mapfile -t COMPREPLY < <(" what ")"
  return "    " name (letter == "" ? "" : " | " letter) ")" what " ;;\n"
}

function body(sub_command) {
  return "  case $prev in\n" values[sub_command] \
    "    *) [[ $cur != -* ]] || mapfile -t COMPREPLY < <(compgen -W '" words[sub_command] "' -- \"$cur\") ;;\n" \
    "  esac\n"
}

END {
  function_name = "_" command
  gsub(/-/, "_", function_name)
  print "# bash completion of " command
  print function_name "() {"
  print "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} before="
  print "  # --name=value comes as three words."
  print "  if [[ $cur == = ]]; then"
  print "    cur="
  print "  elif [[ $prev == = && COMP_CWORD -ge 2 ]]; then"
  print "    prev=${COMP_WORDS[COMP_CWORD - 2]}"
  print "  fi"
  print "  [[ $cur != *,* ]] || before=${cur%,*},"
  print "  COMPREPLY=()"
  if (subs == "") {
    printf "%s", body("")
  } else {
    print "  if ((COMP_CWORD == 1)); then"
    print "    mapfile -t COMPREPLY < <(compgen -W '" subs " --help --version' -- \"$cur\")"
    print "    return"
    print "  fi"
    print "  case ${COMP_WORDS[1]} in"
    n = split(subs, each, " ")
    for (i = 1; i <= n; i++)
      printf "  %s)\n%s  ;;\n", each[i], body(each[i])
    print "  esac"
  }
  print "}"
  print "complete -o default -o filenames -F " function_name " " command
}
