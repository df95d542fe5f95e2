# afterwards.sh: what is said of a run that is not complete.  Sourced by casecraft-generate.
# shellcheck shell=sh

# asked FILTER: what jq makes of the records on descriptor 8 that were asked for, one by one, where $state is the
# state of the directory and $entry the operation's.
asked() {
  [ -s "$kept/state.json" ] && jq -rn --slurpfile state "$kept/state.json" '
    inputs | select(.unchanged | not)
    | (.id | if startswith("webhook ") then sub("^(?<name>.*) (?<method>[^ ]*)$"; "\(.method):\(.name)") else sub(" "; ":") end)
      as $key
    | ($state[0].endpoints[$key] // {}) as $entry
    | '"$1" <&8 2>/dev/null
}

# Ten of the operations that failed, and how many more there are.
# shellcheck disable=SC2016 # of jq
tell_failed() {
  failed=$(asked 'select($entry.failed) | "\(.id) (\($entry.error // "error"))"') || return 0
  [ -n "$failed" ] || return 0
  number=$(printf '%s\n' "$failed" | wc -l)
  say 'these operations failed:'
  printf '%s\n' "$failed" | head -n 10 | while IFS= read -r line; do
    say '  %s' "$line"
  done
  [ "$number" -le 10 ] || say '  and %s more' $((number - 10))
  [ -n "$force" ] || say 'the same command again asks only for those'
}

# What is saved, and how to go on.
tell_interrupted() {
  if command -v jq >/dev/null 2>&1; then tell_saved; else say 'interrupted; what was answered is saved in %s' "$dir"; fi
  say 'to go on: %s' "${typed% }"
}

# shellcheck disable=SC2016 # of jq
tell_saved() {
  list=$(asked 'if $entry.hash == .hash and ($entry.failed | not) then "saved" else "open" end')
  saved=$(printf '%s\n' "$list" | grep -c saved)
  if [ "$saved" -gt 0 ]; then
    say 'interrupted: %s of %s operations are saved in %s' "$saved" "$(printf '%s\n' "$list" | wc -l)" "$dir"
  else
    say 'interrupted before anything was saved'
  fi
}
