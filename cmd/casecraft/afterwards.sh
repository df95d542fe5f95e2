# afterwards.sh: what is said of a run that is not complete.  Sourced by casecraft-generate.
# shellcheck shell=sh

# look: $become is what has become of the records on descriptor 8 that were asked for, a line each: saved, open, older
# where --force did not come to it, or failed with which it is and why.  It is empty where that is not known: there is no
# state, or one that does not have all answers of the ledger, because cc-merge was ended before it wrote it.
# shellcheck disable=SC2016 # of jq
look() {
  become=''
  [ -s "$kept/state.json" ] || return
  [ -z "$(find "$CASECRAFT_LEDGER" -newer "$kept/state.json" 2>/dev/null)" ] || return
  become=$(jq -rn --slurpfile state "$kept/state.json" --arg begun_at "$begun_at" '
    inputs | select(.unchanged | not)
    | (.id | if startswith("webhook ") then sub("^(?<name>.*) (?<method>[^ ]*)$"; "\(.method):\(.name)") else sub(" "; ":") end)
      as $key
    | ($state[0].endpoints[$key] // {}) as $entry
    | if $entry.failed and $entry.error != "interrupted" then "failed \(.id | gsub("\n"; " ")) (\($entry.error // "error"))"
      elif $entry.hash != .hash or $entry.failed then "open"
      elif ($entry.generated_at // "") < $begun_at then "older" else "saved" end' <&8 2>/dev/null)
}

# Ten of the operations that failed, and how many more there are.
tell_failed() {
  failed=$(printf '%s\n' "$become" | sed -n 's/^failed //p')
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
  saved=$(printf '%s\n' "$become" | grep -cx saved)
  if [ -z "$become" ]; then
    say 'interrupted; what was answered is saved in %s' "$dir"
  elif [ "$saved" -gt 0 ]; then
    say 'interrupted: %s of %s operations are saved in %s' "$saved" "$(printf '%s\n' "$become" | wc -l)" "$dir"
  else
    say 'interrupted before anything was saved'
  fi
  tell_how_to_go_on
  [ -z "$force" ] || [ "$saved" -eq 0 ] || printf '%s\n' "$become" | grep -qx older ||
    say 'without --force it asks only for those that were interrupted'
}

tell_how_to_go_on() {
  say 'to go on: %s' "${typed% }"
}
