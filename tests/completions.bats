#!/usr/bin/env bats
# What bash, zsh and fish offer behind Tab.
load helper

setup() {
  cd "$BATS_TEST_TMPDIR"
  mkdir folder
  touch folder/file spec.yaml
  SHARE=$BUILD/share
}

# offered_by_bash LINE: bash's own function, given the words as readline cuts them.
offered_by_bash() {
  bash -c '
    line=${2//=/ = }
    read -ra COMP_WORDS <<<"$line"
    [[ $line != *" " ]] || COMP_WORDS+=("")
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    source "$1/${COMP_WORDS[0]}"
    "_${COMP_WORDS[0]//-/_}"
    printf "%s\n" "${COMPREPLY[@]}"' bash "$SHARE/bash-completion/completions" "$1"
}

offered_by_zsh() {
  zsh -f "$ROOT/tests/fixtures/tab.zsh" "$SHARE/zsh/site-functions" "$1" "$2"
}

offered_by_fish() {
  fish -c 'source $argv[1]; complete -C $argv[2]' "$SHARE/fish/vendor_completions.d/${1%% *}.fish" "$1"
}

# Line typed | what is among the words offered | what is not
lines() {
  cat <<'END'
cc-split --incl|--include-tag|--exclude-tag
cc-split --since |folder|--since
cc-assign --strategy |round_robin|glm
cc-assign --strategy=p|pool|manual
cc-assign -p |builtin|--strategy
cc-assign -p builtin,|glm|--strategy
cc-call --la|--lang|--ledger
cc-call --lang |zh|glm
cc-call -p k|kimi|glm
cc-fallback -c |local|--on
cc-merge --format |ndjson|json,
cc-merge --output |folder|spec.yaml
casecraft gen|generate|init
casecraft generate --incl|--include-path|--webhooks
casecraft generate --providers |glm|--levels
casecraft generate --strategy |pool|--levels
casecraft generate --output |folder|spec.yaml
casecraft init --key-file |spec.yaml|--yes
casecraft show --he|--help|--output
cc-stats --markd|--markdown|--json
END
}

check_shell() {
  command -v "$1" >/dev/null || skip "$1 is not installed"
  local line wanted other
  while IFS='|' read -r line wanted other; do
    "offered_by_$1" "$line" "$wanted" >offered
    # The only choice may have been put into the line at once.
    grep -qF -e "$wanted" offered || { echo "'$line' does not offer $wanted:"; cat offered; return 1; }
    ! grep -qF -e "$other" <(sed "s/.*${line% *} //" offered) || { echo "'$line' offers $other:"; cat offered; return 1; }
  done < <(lines)
}

@test "bash offers options and values" {
  check_shell bash
}

@test "zsh offers options and values" {
  check_shell zsh
}

@test "fish offers options and values" {
  check_shell fish
}

@test "what casecraft can do, and the options of each, for programs" {
  casecraft --list-commands >commands
  cut -f 1 commands | sort | diff - <(cd "$BUILD/libexec/casecraft" && ls casecraft-* | sed 's/casecraft-//' | sort)
  run ! grep -vE $'^[a-z]+\t[a-z][^\t]+$' commands
  casecraft generate --list-options >options
  grep -qxF -e $'--providers\t-p\tPROVIDERS\tseveral, by --strategy' options
  grep -qxF -e $'--format\t\tpretty|compact|ndjson\t' options
  grep -qxF -e $'--force\t\t\teverything anew, not only what is missing or has' options
  grep -qxF -e $'--levels\t\tsimple=A,medium=B,complex=C\t' options
  grep -qxF -e $'--thresholds\t\t5,10\t' options
  # What a value is like is no word of it.
  run ! grep -r simpleA "$SHARE"/{bash-completion,zsh,fish}
  # All that the table of generate knows.
  cut -f 1 options | sort | diff - <(sed -n '/^row_of()/,/^}/p' "$ROOT/cmd/casecraft/arguments.sh" | sed '/echo/s/echo.*//' |
    grep -oE -- '--[a-z][a-z-]*' | cat - <(echo --help) | sort -u)
}

@test "every option of every command is offered" {
  local command option
  for command in "$BIN"/cc-*; do
    command=${command##*/}
    "$command" --list-options | cut -f 1 >options
    [ -s options ]
    while read -r option; do
      offered_by_bash "$command $option" | grep -qxF -e "$option"
      grep -qE -e "[' {,]$option(=|\[|\}|')" "$SHARE/zsh/site-functions/_$command"
      grep -qE -e "-l ${option#--} " "$SHARE/fish/vendor_completions.d/$command.fish"
    done <options
  done
}

@test "the providers offered are those of the program" {
  run -2 cc-assign </dev/null
  diff <(offered_by_bash 'cc-assign -p ') \
    <(sed 's/.*one or more of //; s/, or any NAME.*//; s/ ([^)]*)//g; s/, /\n/g' <<<"$output")
}
