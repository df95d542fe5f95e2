# pipeline.sh: the six commands in a row, their exit code, and what they keep.  Sourced by casecraft-generate.
# shellcheck shell=sh

# worst_of "CODE..." prints 2, 3 and 4 before a signal before 1.  A 141 upstream of another failure is its echo.
worst_of() {
  worst=0 signal=0
  for code in $1; do
    case $code in
      0) ;;
      1) [ "$worst" -ne 0 ] || worst=1 ;;
      [234]) [ "$worst" -gt 1 ] || worst=$code ;;
      141) [ "$signal" -ne 0 ] || signal=141 ;;
      *)
        if [ "$code" -gt 128 ]; then signal=$code; elif [ "$worst" -le 1 ]; then worst=4; fi
        ;;
    esac
  done
  if [ "$worst" -gt 1 ]; then
    echo "$worst"
  elif [ "$signal" -ne 0 ]; then
    echo "$signal"
  else
    echo "$worst"
  fi
}

# heard NUMBER CODES: the worst of the codes of so many stages.  Where they are not all there, what was on the way had
# no room, and it is not known that all went well.
heard() {
  if printf '%s\n' "$2" | tr '\n' ' ' | grep -qxE "([0-9]+ ){$1}"; then
    worst_of "$2"
  else
    say 'cannot write to %s: set TMPDIR to a directory of yours' "${TMPDIR:-/tmp}"
    echo 4
  fi
}

# show_report TEXT: unless it counts nothing: a run that could not start has said why.
show_report() {
  case $(printf '%s\n' "$1" | sed -n 's/  */ /g; 1p') in
    '' | 'Operations 0' | 'Operations 0 '*) ;;
    *)
      [ "$count" -eq 1 ] || [ -z "$json" ] || say '%s, in %s:' "$spec" "$dir"
      if [ "$count" -eq 1 ] || [ -n "$json" ]; then
        printf '%s\n' "$1"
      else
        tell '%s, in %s:' "$spec" "$dir" && printf '%s\n\n' "$1"
      fi 2>/dev/null
      ;;
  esac
}

# ready STAGE ARGUMENTS WORD...: whether it takes them, of no records; else it says why not, of wrong usage in the
# words that were typed.
ready() {
  [ "$1" = assign ] || [ -n "$2" ] || return 0
  { told=$(eval "cc-$1 $2 $3" </dev/null 2>&1 >/dev/null); } 2>/dev/null
  why=$?
  case $why in
    2) told=$(printf '%s\n' "$told" | sed "$respell") ;;
    [34]) ;;
    *) return 0 ;;
  esac
  printf '%s\n' "$told" >&2
  return "$why"
}

# The same of all stages of the run: what is wrong with their options is told before anything is made or paid for.
all_ready() {
  ready split "$split_args" --help && ready assign "$assign_args" '' && ready call "$call_args" --dry-run=sums || return
  [ -z "$dry" ] && [ -n "$fallback_args$merge_args$stats_args" ] || return 0
  place=$(scratch casecraft -d) || return
  ready fallback "$fallback_args" '-- cat' &&
    ready merge "$merge_args" "\"--output=\$place/out\"" &&
    ready stats "$stats_args" ''
  why=$?
  discard "$place"
  return "$why"
}

# A directory by which a signal is passed on, while there is something to pass it to: each command notes its process
# in it, and ends where it finds that a signal came before.
relay=''
# shellcheck disable=SC2016 # of the shell that becomes the command
note='echo "$$" >>"$0/pids"
[ ! -e "$0/stopped" ] || kill -s TERM "$$"
exec "$@"'

# stop SIGNAL: passes it on, a first one so that it does not count twice with those that have had it themselves.  A
# Ctrl-C does not reach what is in the background, a signal to us alone nobody else.
stop() {
  passed=USR1
  [ -z "$caught" ] || passed=TERM
  caught=$1
  [ -n "$relay" ] || return 0
  # shellcheck disable=SC2046 # process ids are words
  { true >"$relay/stopped" && kill -s "$passed" $(cat "$relay/pids"); } 2>/dev/null
}

# attend PROCESS: waits for it, however many signals come.
attend() {
  until wait "$1" || ! kill -0 "$1"; do :; done 2>/dev/null
}

# connect, disconnect: from one to the other, a signal is passed on.
connect() {
  relay=$(scratch casecraft -d)
}

disconnect() {
  set -- "$relay"
  relay=''
  discard "$1"
}

# stage COMMAND WORD...: a command of the pipeline; how it ended goes to descriptor 3.  The shell around it only waits,
# and keeps to itself that a signal ended it.
stage() {
  trap : HUP INT TERM
  [ -z "$relay" ] || set -- sh -c "$note" "$relay" "$@"
  {
    (exec "$@" 2>&6 3>&- 6>&-)
    echo $? >&3
  } 6>&2 2>/dev/null
}

# mend: a state that cannot be trusted is made anew from the documents, so that they are not asked for again.
mend() {
  [ -n "$force" ] || [ ! -f "$dir/.casecraft/state.json" ] || eval "cc-merge $log_args" '"--output=$dir" </dev/null >/dev/null'
}

# The records of $spec and who is to answer them, in a file that has no name any more, so that nothing is left of it
# however we end; and how the two stages ended.  $1 tells what the run will ask, of descriptors 5 and 9; after it the
# records are on 7 and 8.
begin() {
  since=''
  # shellcheck disable=SC2034 # for eval
  [ -n "$force" ] || [ ! -e "$dir/.casecraft/state.json" ] || since=$dir/.casecraft/state.json
  records=$(scratch casecraft) || return 4
  # shellcheck disable=SC2094 # one writes, then the others read
  exec 5<"$records" 6>"$records" 7<"$records" 8<"$records" 9<"$records"
  discard "$records"
  [ -z "$caught" ] || return
  connect || return
  # What is in the background has no other stdin.
  exec 3<&0
  eval "
    trap : HUP INT TERM
    stage cc-split $split_args $log_args \${since:+\"--since=\$since\" \"--recipe=\$recipe\"} -- \"\$spec\" |
    stage cc-assign $assign_args $log_args >&6" <&3 3>"$relay/said" &
  attend $!
  exec 3<&-
  code=$(heard 2 "$(cat "$relay/said")")
  disconnect
  case $code in
    0 | 1) "$1" || code=$(worst_of "$code $?") ;;
  esac
  exec 5<&- 6>&- 9<&-
  return "$code"
}

# The stages after it.  The report goes to 4, and how far the calls are to 5, if somebody watches.
pipeline() {
  trap : HUP INT TERM
  eval "
    stage cc-call $call_args $log_args $progress_args <&7 4>&- |
    stage cc-fallback $fallback_args $log_args -- sh -c \"\$note\" \"\$relay\" cc-call $call_args $log_args $progress_args 4>&- |
    stage cc-merge $merge_args $log_args \"--output=\$dir\" \"--recipe=\$recipe\" 4>&- 5>&- |
    stage cc-stats $stats_args $log_args >&4 4>&- 5>&-"
}

# The pipeline, beside it who shows how far it is, where that is wanted.
watched() {
  trap : HUP INT TERM
  case $progress in
    none) pipeline ;;
    plain) pipeline 5>&1 >/dev/null | stage cc-stats --watch 0 --plain 3>/dev/null 4>&- ;;
    *)
      export CASECRAFT_DRAWING=yes
      pipeline 5>&1 >/dev/null | stage cc-stats --watch 0 3>/dev/null 4>&-
      ;;
  esac
}

# Prints the report and, in a last line, how the stages ended.
run_stages() {
  trap : HUP INT TERM
  # shellcheck disable=SC2046 # codes are words
  { set -- $(watched 3>&1 4>&6 6>&-); } 6>&1
  printf '\n%s\n' "$*" 2>/dev/null
}

# What a run keeps in the output directory: the state, and a ledger of all that was paid for.
keep() {
  kept=$dir/.casecraft
  why=$(mkdir -p -- "$kept" 2>&1) || {
    say 'cannot make the directory %s: %s (-o names another one)' "$kept" "${why##*: }"
    return 4
  }
  [ ! -L "$kept" ] || {
    say '%s is a symbolic link; put a directory there, because the state does not go through links' "$kept"
    return 4
  }
  ledger=$kept/ledger.ndjson
  CASECRAFT_LEDGER=${own_ledger:-$ledger}
  export CASECRAFT_LEDGER
  # What a run before this one has paid for may be of operations that this one leaves out.
  others=''
  [ -z "$filtered" ] || [ ! -s "$ledger" ] || others=yes
}

# The ledger goes when all that is in it is in the files, and no other run is at it.  Each run holds a shared
# lock on the directory, and with it its stages; the kernel gives it back when the last of them is gone.
lock() {
  flock "$@" 9 9<&9 2>/dev/null
}

# share: takes that lock.  Whoever has it already may be asking for the same.
share() {
  lock -x -n || ! command -v flock >/dev/null 2>&1 ||
    say 'another run is at %s: what both ask for is asked twice' "$dir"
  lock -s
}

settle() {
  if [ "$code" -eq 0 ] && [ -z "$caught$others" ] || [ ! -s "$ledger" ]; then
    ! lock -x -n || rm -f -- "$ledger" "$ledger.compact"
  fi
}
