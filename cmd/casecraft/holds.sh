# holds.sh: what an output directory holds where it has no state of its own.  Sourced by those who look into one.
# shellcheck shell=sh

# parts DIR: the directories of several descriptions, as generate names them, one a line.
parts() {
  for part in "$1"/*; do
    if [ -L "$part" ] || [ -L "$part/.casecraft" ]; then continue; fi
    [ -f "$part/.casecraft/state.json" ] || [ -f "$part/.casecraft/ledger.ndjson" ] || continue
    odd=$(printf '%s' "${part##*/}" | LC_ALL=C tr -d 'A-Za-z0-9._\200-\377-' && echo .)
    [ "$odd" != . ] || printf '%s\n' "$part"
  done
}

# tell_parts DIR COMMAND: that there are parts, and what to type for each.  Returns 1 where there is none.
tell_parts() {
  found=$(parts "$1")
  [ -n "$found" ] || return 1
  say '%s holds the output of several descriptions, each in a directory of its own:' "$1"
  printf '%s\n' "$found" | while IFS= read -r part; do
    part=$(quote_where_needed "$part")
    say '  %s' "casecraft $2 ${part% }"
  done
}

# answered DIR: of how many operations the ledger keeps answers.
answered() {
  ledger=$1/.casecraft/ledger.ndjson
  if [ -L "$1/.casecraft" ] || [ -L "$ledger" ] || [ ! -s "$ledger" ]; then
    echo 0
  else
    LC_ALL=C sed -n 's/^{"key":"[^"]*","id":"\([^"]*\)".*/\1/p' "$ledger" 2>/dev/null | LC_ALL=C sort -u | grep -c ''
  fi
}
