# cc-call under pressure: many records, readers that are slow or stop, and whoever waits for its slots meanwhile.
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  export ASAN_OPTIONS="${ASAN_OPTIONS:-}:quarantine_size_mb=1"
  # AddressSanitizer takes memory of its own.
  times=1
  ! grep -q __asan_init "$BIN/cc-call" || times=10
  provider_start
  export CASECRAFT_TEST_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_TEST_MODEL=content=ok CASECRAFT_TEST_WORKERS=1
  export CASECRAFT_OTHER_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_OTHER_MODEL=content=ok CASECRAFT_OTHER_WORKERS=1
}

teardown() {
  provider_stop
}

# chats N [BYTES]: records that bring messages of so many bytes.
chats() {
  awk -v n="$1" -v bytes="${2:-2}" 'BEGIN {
    while (length(text) < bytes) text = text "Hello, this is text. "
    text = substr(text, 1, bytes)
    for (i = 1; i <= n; i++)
      printf "{\"id\":\"%d\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}\n", i, text
  }'
}

# all_of N FILE: the ids 1 to N, each once, each with a reply.
all_of() {
  jq -r 'select(.reply.content == "ok") | .id' "$2" | sort -n >ids
  seq "$1" | cmp - ids
}

# peak PID: the most memory that it has held so far, in kB; nothing when it has gone.
peak() {
  awk '$1 == "VmHWM:" { print $2 }' "/proc/$1/status" 2>/dev/null
}

# still FILTER: whether a figure of the loopback provider stays as it is for half a second.
still() {
  local before
  before=$(provider_stat "$1")
  sleep 0.5
  [ "$before" != 0 ] && stat_is "$1" "$before"
}

@test "100,000 records: each comes out once, in the memory of a window" {
  chats 100000 >in
  CASECRAFT_TEST_WORKERS=8 cc-call -p test <in >out 3>&- &
  pid=$! most=0
  while kb=$(peak "$pid") && [ -n "$kb" ]; do
    most=$kb
    sleep 0.05
  done
  wait "$pid"
  all_of 100000 out
  [ "$(provider_stat .requests)" = 100000 ]
  [ "$(provider_stat .max_in_flight)" -le 8 ]
  echo "# peak: $most kB"
  [ "$most" -gt 0 ]
  [ "$most" -lt $((25000 * times)) ]
}

@test "connections are used again: as many as there are workers" {
  chats 2000 | CASECRAFT_TEST_WORKERS=8 cc-call -p test >out
  all_of 2000 out
  [ "$(provider_stat .connections)" = 8 ]
}

# stopped N BYTES: a cc-call of so many records whose reader does not read, when it has come to rest; its
# process id is pid, and descriptor 8 its stdout.
stopped() {
  mkfifo out
  chats "$1" "$2" 3>&- | cc-call -p test >out 3>&- &
  pid=$!
  exec 8<out
  until_true still .requests
}

@test "a reader that stops: no call starts, no slot is held, and memory stays" {
  for bytes in 10 3000 100000; do
    curl -sX POST "$PROVIDER_URL/__reset" >reset
    CASECRAFT_TEST_WORKERS=4 stopped 100000000 "$bytes"
    [ "$(provider_stat .in_flight)" = 0 ]
    requests=$(provider_stat .requests)
    echo "# $bytes bytes: $requests requests, peak $(peak "$pid") kB"
    [ "$(peak "$pid")" -lt $((40000 * times)) ]
    # What has no cap of its own shows that all four slots are free.
    chats 4 | CASECRAFT_OTHER_MODEL=delay=300 timeout 30 cc-call -p other -j 4 >others
    all_of 4 others
    [ "$(provider_stat '.scripts["delay=300"].max_in_flight')" = 4 ]
    stat_is .requests $((requests + 4))
    kill -9 "$pid"
    wait "$pid" 2>killed || true
    exec 8<&-
    rm out
  done
}

@test "a reader that goes on gets what was there, and all that was still to come" {
  stopped 300 70000
  [ "$(provider_stat .requests)" -lt 100 ]
  cat <&8 >got
  wait "$pid"
  all_of 300 got
  jq -e '.messages[0].content | length == 70000' got >lengths
  [ "$(wc -l <lengths)" = 300 ]
}

@test "a producer that is slow, a provider that is slower: each line leaves when it is answered" {
  # The second three come only when the first three are there.
  { chats 3; until_true has_lines out 3 && chats 3; } | CASECRAFT_TEST_MODEL=delay=50 cc-call -p test >out
  [ "$(wc -l <out)" = 6 ]
}

# rescued WORKERS READER: 25 records that are to be asked, and between them 75 that have failed already and are
# rescued behind, at the same address, by a child that needs the slots which the first has.  They are more than
# the window of cc-fallback, which stops reading then: a cc-call that kept its slot while it cannot write would
# wait for cc-fallback, that for its child, and the child for the slot.
rescued() {
  export CASECRAFT_TEST_WORKERS=$1 CASECRAFT_OTHER_WORKERS=$1
  curl -sX POST "$PROVIDER_URL/__reset" >reset
  timeout 60 bash -c 'set -o pipefail; cc-call -p test <in | cc-fallback -c other | eval "$1" >out' - "$2"
  all_of 100 out
  [ "$(jq -r '.fallback_from // empty' out | grep -c test)" = 75 ]
  [ "$(provider_stat .requests)" = 100 ]
  [ "$(provider_stat .max_in_flight)" -le "$1" ]
}

# most_failed: the records of these tests.
most_failed() {
  chats 100 250000 | sed '0~4!s/}$/,"provider":"test","error":{"class":"rate"}}/'
}

@test "cc-call and the child of cc-fallback want the same slots, and the reader is slow: no deadlock" {
  most_failed >in
  rescued 1 'sleep 1; head -c 300000; sleep 1; cat'
  rescued 2 'sleep 1; cat'
  rescued 1 'while head -c 400000 >part && [ -s part ]; do cat part; sleep 0.01; done'
}

@test "three stages that want the same slot, and a reader that is slow: no deadlock" {
  export CASECRAFT_THIRD_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_THIRD_MODEL=content=ok CASECRAFT_OTHER_MAX_RETRIES=0
  most_failed >in
  CASECRAFT_OTHER_MODEL='status=500;times=25;then;content=ok' timeout 60 bash -c '
    cc-call -p test <in | cc-fallback -c other | cc-fallback -c third | { sleep 1; head -c 300000; sleep 0.5; cat; } >out'
  all_of 100 out
  [ "$(provider_stat .max_in_flight)" = 1 ]
}
