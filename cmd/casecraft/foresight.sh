# foresight.sh: what a run will ask and cost, before the first call.  Sourced by casecraft-generate.
# shellcheck shell=sh

# reckon: of a dry run, as cc-call tells it.  Returns 4 where it may cost more than --max-cost.
reckon() {
  eval "cc-call $call_args $log_args --dry-run" <&5 >/dev/null
  foreseen=$?
  [ "$foreseen" -ne 1 ] || [ -z "$limit" ] || return 4
  return "$foreseen"
}

# foresee: one line, where there is something to ask.  Returns 4 where it may cost more than --max-cost.
foresee() {
  [ -z "$quiet" ] || [ -n "$limit" ] || return 0
  { sums=$(eval "cc-call $call_args --dry-run=sums" <&5); } 2>/dev/null
  foreseen=$?
  [ "$foreseen" -le 1 ] || return 0 # The run itself tells why.
  [ -n "$quiet" ] || tell_sums
  [ "$foreseen" -eq 0 ] || [ -z "$limit" ] && return
  say 'nobody was asked: it may cost more than %s, or a price is not known (cc-call(1), --prices)' "$limit"
  return 4
}

# tell_sums: $sums, which are of the records on descriptor 9.
tell_sums() {
  case $sums in
    *',"requests":0,'*'"providers":['*) return 0 ;;
  esac
  command -v jq >/dev/null 2>&1 || {
    say 'jq is missing: what will be asked is not told'
    return 0
  }
  unchanged=$(grep -c ',"unchanged":true}$' <&9)
  { figures=$(printf '%s\n' "$sums" | jq -r --argjson unchanged "$unchanged" --arg one "$(tell 'worker')" \
    --arg more "$(tell 'workers')" --arg jobs "$jobs" -f "$data/foresight.jq"); } 2>/dev/null
  [ -n "$figures" ] || return 0
  {
    read -r operations unchanged calls tokens cost currency
    read -r whom
  } <<END
$figures
END
  case $cost in
    null) cost=$(tell 'price unknown') ;;
    0) cost=$(tell 'less than 0.01 %s' "$currency") ;;
    *) cost=$(tell 'about %s %s' "$cost" "$currency") ;;
  esac
  case $operations in
    1) operations=$(tell '1 operation') ;;
    *) operations=$(tell '%s operations' "$operations") ;;
  esac
  case $calls in
    1) calls=$(tell '1 call') ;;
    *) calls=$(tell '%s calls' "$calls") ;;
  esac
  say '%s, %s unchanged; %s; %s, about %s tokens, %s' "$operations" "$unchanged" "$whom" "$calls" "$tokens" "$cost"
}
