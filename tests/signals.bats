# Signals, readers that leave, and streams that are full or closed.
# shellcheck disable=SC2154 # stderr is set by run --separate-stderr
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  example=$ROOT/examples/bookshop.yaml
}

teardown() {
  exec 8>&-
  provider_stop
}

# serve MODEL: a loopback provider, which provider `test` calls.
serve() {
  provider_start
  export CASECRAFT_TEST_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_TEST_MODEL=$1 CASECRAFT_TEST_WORKERS=${2:-2}
}

# results [COUNT]: results of that many operations.
results() {
  jq -nc --argjson n "${1:-4}" 'range($n) | {id: "GET /r\(.)", seq: ., slug: "get_r\(.)", method: "GET", path: "/r\(.)",
    provider: "test", cases: [{case_id: "X", name: "x", description: ("word " * 60)}]}'
}

# chats COUNT: records that bring messages.
chats() {
  jq -nc --argjson n "$1" 'range($n) | {id: "\(.)", messages: [{role: "user", content: ("word " * 60)}]}'
}

# paths COUNT: a description of so many operations.
paths() {
  jq -n --argjson n "$1" '{openapi: "3.0.3", info: {title: "Many", version: "1"}, paths: ([range($n)
    | {key: "/things/\(.)", value: {get: {description: ("word " * 40), responses: {"200": {description: "ok"}}}}}]
    | from_entries)}'
}

gone() {
  ! kill -0 "$1" 2>/dev/null || grep -q '^State:.Z' "/proc/$1/status"
}

# catches PID: it is the command, no longer the shell before it, and its handlers of SIGINT and SIGTERM are installed.
catches() {
  local mask
  mask=$(awk '$1 == "Name:" { ours = $2 ~ /^cc-/ } ours && $1 == "SigCgt:" { print substr($2, length($2) - 3) }' "/proc/$1/status" 2>/dev/null) || return
  [ $((16#${mask:-0} & 16#4002)) = $((16#4002)) ]
}

# ends CODE PID: it ends within ten seconds, with that code.
ends() {
  local code=0
  until_true gone "$2" || { kill -9 "$2"; return 1; }
  wait "$2" || code=$?
  [ "$code" = "$1" ] || { echo "exit $code, not $1"; return 1; }
}

# piped COMMAND...: its exit code where the reader leaves after one line, or before the first.
piped() {
  { code=0; "$@" <in || code=$?; echo $code >code; } | head -n 1 >first
  cat code
}
deaf() {
  { sleep 0.2; code=0; "$@" <in || code=$?; echo $code >code; } | true
  cat code
}

@test "a reader that leaves ends a command with 141, without a word" {
  paths 3000 >in
  [ "$(piped cc-split 2>err)" = 141 ]
  cc-split <in | sed 's/^{/{"cases":[],/' >results
  mv results in
  [ "$(piped cc-assign -p builtin 2>>err)" = 141 ]
  [ "$(piped cc-call -p builtin 2>>err)" = 141 ]
  [ "$(piped cc-fallback 2>>err)" = 141 ]
  [ "$(piped cc-merge -o out 2>>err)" = 141 ]
  [ ! -s err ] || { cat err; false; }
}

@test "so it is when the reader was never there" {
  cp "$example" in
  [ "$(deaf cc-split 2>err)" = 141 ]
  results >in
  for command in 'cc-assign -p builtin' 'cc-call' 'cc-fallback' 'cc-merge -o out' 'cc-stats' 'cc-stats --json'; do
    # shellcheck disable=SC2086
    [ "$(deaf $command 2>>err)" = 141 ] || { echo "$command: $(cat code)"; false; }
  done
  [ ! -s err ] || { cat err; false; }
}

@test "cc-merge writes its files though nobody reads its stdout" {
  results 300 >in
  [ "$(deaf cc-merge -o out 2>err)" = 141 ]
  [ "$(files out)" = 300 ]
}

@test "cc-call and cc-fallback ask no more when the reader has left" {
  serve delay=5
  chats 500 >in
  [ "$(piped cc-call -p test 2>err)" = 141 ]
  [ "$(provider_stat .requests)" -lt 500 ]
  curl -sX POST "$PROVIDER_URL/__reset"
  sed 's/^{/{"error":{"class":"server"},/' in >failed
  mv failed in
  [ "$(piped cc-fallback -c test 2>err)" = 141 ]
  [ "$(provider_stat .requests)" -lt 500 ]
}

@test "cc-call: a signal ends what is in flight and queued, each record once" {
  serve 'content=first;times=1;then;stall=0'
  mkfifo in
  for signal in INT TERM; do
    interruptible cc-call -p test <in >out 2>err 3>&- &
    pid=$!
    exec 8>in
    chats 8 >&8
    until_true stat_is .in_flight 2
    until_true test -s out
    kill -s $signal $pid
    ends $((128 + $(kill -l $signal))) $pid
    exec 8>&-
    check 'length == 8 and (map(.id) | unique | length) == 8'
    check '(map(select(.reply)) | length) == 1 and (map(select(.error)) | all(.error.class == "interrupted"))
      and (map(select(.error.class == "interrupted" and .attempts[-1].class == "interrupted")) | length) == 2'
    until_true stat_is .in_flight 0
    provider_stop
    serve 'content=first;times=1;then;stall=0'
  done
}

@test "cc-call: what is interrupted goes to no fallback" {
  serve stall=0
  chats 4 >in
  { { code=0; (interruptible cc-call -p test <in) || code=$?; echo $code >code; } | cc-fallback -c test >out; } 2>err 3>&- &
  both=$!
  until_true stat_is .in_flight 2
  kill -INT "$(pid_of cc-call)"
  until_true gone $both
  [ "$(cat code)" = 130 ]
  check 'length == 4 and all(.error.class == "interrupted" and (has("fallback_from") | not))'
  stat_is .requests 2
}

# pid_of COMMAND: of ours, not of a test that runs beside.
pid_of() {
  local dir
  for dir in /proc/[0-9]*; do
    if [ "$(cat "$dir/comm" 2>/dev/null)" = "$1" ] &&
      tr '\0' '\n' 2>/dev/null <"$dir/environ" | grep -qxF "CASECRAFT_SLOT_DIR=$CASECRAFT_SLOT_DIR"; then
      echo "${dir#/proc/}"
    fi
  done
}

@test "cc-call: an answer that has said why it ended is one, though its connection is open" {
  serve 'content=one;stall=3 events'
  chats 1 >in
  interruptible cc-call -p test --ledger kept <in >out 3>&- &
  caller=$!
  until_true stat_is .in_flight 1
  sleep 0.3
  # On a slow machine it has ended by itself.
  kill -INT "$caller" || true
  code=0
  wait "$caller" || code=$?
  [ "$code" = 130 ] || [ "$code" = 0 ]
  check 'length == 1 and .[0].reply == {content: "one", finish_reason: "stop"}'
  check 'length == 1 and .[0].reply.content == "one"' kept
}

@test "cc-call: a retry that waits is interrupted too" {
  serve 'status=429;retry-after=60'
  chats 3 >in
  cc-call -p test -j 3 <in >out 3>&- &
  pid=$!
  until_true stat_is .requests 3
  sleep 0.2
  kill -TERM $pid
  ends 143 $pid
  check 'length == 3 and all(.error.class == "interrupted")'
}

@test "cc-split: a signal ends it" {
  mkfifo in
  for signal in INT TERM; do
    interruptible cc-split - <in >out 2>err 3>&- &
    pid=$!
    exec 8>in
    head -n 20 "$example" >&8
    until_true catches $pid
    sleep 0.1
    kill -s $signal $pid
    ends $((128 + $(kill -l $signal))) $pid
    exec 8>&-
    [ ! -s out ]
  done
  # In the midst of its records.
  paths 3000 >spec.json
  mkfifo slow
  interruptible cc-split spec.json >slow 3>&- &
  pid=$!
  exec 7<slow
  until_true catches $pid
  sleep 0.3
  kill -INT $pid
  cat <&7 >out 3>&- &
  reader=$!
  ends 130 $pid
  wait $reader
  exec 7<&-
  check 'length < 3000' out
}

# filters SIGNAL: all filters read to the end of their input after a signal, and then exit by it.
filters() {
  local command pid
  results 6 >lines
  mkfifo in
  for command in 'cc-assign -p builtin' 'cc-fallback' 'cc-merge -o files' 'cc-stats --json'; do
    # shellcheck disable=SC2086
    interruptible $command <in >out 2>err 3>&- &
    pid=$!
    exec 8>in
    head -n 3 lines >&8
    until_true catches $pid
    sleep 0.1
    kill -s "$1" $pid
    sleep 0.1
    tail -n 3 lines >&8
    ! gone $pid || { echo "$command: ended before its input"; return 1; }
    exec 8>&-
    ends $((128 + $(kill -l "$1"))) $pid || { echo "$command"; return 1; }
    case $command in
      cc-stats*) check '.[0].records == 6' ;;
      *) check 'map(.seq) == [0, 1, 2, 3, 4, 5]' ;;
    esac
    [ ! -s err ] || { cat err; return 1; }
  done
  [ "$(files files)" = 6 ]
}

@test "cc-assign, cc-fallback, cc-merge and cc-stats finish their input after SIGINT" {
  filters INT
}

@test "cc-assign, cc-fallback, cc-merge and cc-stats finish their input after SIGTERM" {
  filters TERM
}

@test "a second signal ends a command at once" {
  mkfifo in
  for command in 'cc-assign -p builtin' 'cc-fallback' 'cc-merge -o files' 'cc-stats'; do
    # shellcheck disable=SC2086
    interruptible $command <in >out 2>err 3>&- &
    pid=$!
    exec 8>in
    until_true catches $pid
    kill -INT $pid
    sleep 0.1
    run ! gone $pid
    kill -INT $pid
    ends 130 $pid
    exec 8>&-
  done
  # cc-call, which cannot write what it has.
  mkfifo full
  chats 2000 | sed 's/^{/{"cases":[],/' >lines
  interruptible cc-call -p builtin <lines >full 3>&- &
  pid=$!
  exec 7<full
  until_true catches $pid
  sleep 0.2
  kill -TERM $pid
  sleep 0.2
  run ! gone $pid
  kill -TERM $pid
  ends 143 $pid
  exec 7<&-
}

@test "cc-fallback hands on what its child still had, after a signal" {
  serve stall=0
  chats 3 | sed 's/^{/{"error":{"class":"server"},/' >in
  interruptible cc-fallback -c test <in >out 2>err 3>&- &
  pid=$!
  until_true stat_is .in_flight 2
  kill -INT $pid "$(pid_of cc-call)"
  ends 130 $pid
  check 'length == 3 and all(.error)'
}

@test "how a child ended is known, though whoever started us ignored SIGCHLD" {
  chats 1 | sed 's/^{/{"error":{"class":"server"},/' >in
  run -0 --separate-stderr bash -c 'env --ignore-signal=CHLD cc-fallback -c test -- sh -c "cat; exit 7" <in >out'
  [[ "$stderr" = *'exit code 7'* ]]
}

@test "a file that may not grow is told, with exit code 4" {
  paths 20 >in
  run -4 --separate-stderr bash -c 'ulimit -f 1; cc-split <in >out'
  [[ "$stderr" = *'cannot write'*'File too large'* ]]
  results 20 >in
  for command in 'cc-assign -p builtin' 'cc-call -p builtin' 'cc-fallback' 'cc-merge -o files'; do
    run -4 --separate-stderr bash -c "ulimit -f 1; $command <in >written"
    [[ "$stderr" = *'File too large'* ]] || { echo "$command: $stderr"; false; }
  done
}

@test "a full disk is told, with exit code 4" {
  cp "$example" in
  run -4 --separate-stderr bash -c 'cc-split <in >/dev/full'
  [[ "$stderr" = *'No space left'* ]]
  results >in
  for command in 'cc-assign -p builtin' 'cc-call -p builtin' 'cc-fallback' 'cc-merge -o out' 'cc-stats' 'cc-stats --json'; do
    run -4 --separate-stderr bash -c "$command <in >/dev/full"
    [ "$stderr" = "${command%% *}: cannot write to stdout: No space left on device" ] || { echo "$command: $stderr"; false; }
  done
  serve content=ok
  chats 3 >in
  run -4 --separate-stderr bash -c 'cc-call -p test <in >/dev/full'
  [ "$(files out)" = 4 ]
}

@test "a closed stdout or stdin is an error and no hang" {
  cp "$example" in
  run -4 --separate-stderr timeout 20 bash -c 'cc-split <in >&-'
  run -4 --separate-stderr timeout 20 bash -c 'cc-split <&-'
  [ -n "$stderr" ]
  results >in
  for command in 'cc-assign -p builtin' 'cc-call -p builtin' 'cc-fallback' 'cc-merge -o out' 'cc-stats'; do
    run -4 --separate-stderr timeout 20 bash -c "$command <in >&-"
    [ -n "$stderr" ]
    run -4 --separate-stderr timeout 20 bash -c "$command <&-"
    [ -n "$stderr" ]
    run -0 --separate-stderr timeout 20 bash -c "$command <in 2>&-"
  done
  serve content=ok
  chats 3 >in
  run -4 --separate-stderr timeout 20 bash -c 'cc-call -p test <in >&-'
  run -4 --separate-stderr timeout 20 bash -c 'cc-call -p test <&-'
}

# in_a_group COMMAND...: as from a terminal: a process group of its own, which SIGINT reaches.  Leaves pid and code.
in_a_group() {
  interruptible bash -c 'set -m; "$@" & echo $! >pid; wait $!; echo $? >code' - "$@" 3>&- &
  until_true test -s pid
}

@test "Ctrl-C is not for a run that a script has put into the background" {
  serve 'delay=100;cases'
  # shellcheck disable=SC2016 # for that shell
  in_a_group sh -c '{ casecraft generate "$1" --provider test -o out; echo $? >over; } & wait' - "$example" >report 2>err
  until_true stat_is .in_flight 2
  kill -INT -- "-$(cat pid)"
  until_true test -s over
  [ "$(cat over)" = 0 ]
  [ "$(files out)" = 12 ]
}

@test "Ctrl-C in the wrapper: what was answered is in the files, within seconds" {
  serve 'cases;times=3;then;cases;stall=0'
  in_a_group casecraft generate "$example" --provider test -o out >report 2>err
  until_true stat_is .in_flight 2
  until_true stat_is .requests 5
  kill -INT -- "-$(cat pid)"
  until_true test -s code
  [ "$(cat code)" = 130 ]
  [ "$(files out)" = 3 ]
  [ "$(find out -name 'get_books.json' | wc -l)" = 1 ]
  grep -q interrupted report
  # The rest is asked by a second run.
  CASECRAFT_TEST_MODEL=cases casecraft generate "$example" --provider test -o out >report
  [ "$(files out)" = 12 ]
}

@test "SIGTERM for all of the wrapper is 143" {
  serve 'cases;times=3;then;cases;stall=0'
  in_a_group casecraft generate "$example" --provider test --fallback builtin -o out >report 2>err
  until_true stat_is .in_flight 2
  kill -TERM -- "-$(cat pid)"
  until_true test -s code
  [ "$(cat code)" = 143 ]
  [ "$(files out)" = 3 ]
}
