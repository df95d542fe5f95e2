# How far a run is: what cc-call tells, and what cc-stats --watch draws.
# shellcheck disable=SC2154 # stderr is set by run --separate-stderr
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  example=$ROOT/examples/bookshop.yaml
}

teardown() {
  provider_stop
}

# serve: a loopback provider.
serve() {
  provider_start
}

# provider NAME MODEL [WORKERS]: one more provider there.
provider() {
  export "CASECRAFT_${1^^}_BASE_URL=$PROVIDER_URL/v1" "CASECRAFT_${1^^}_MODEL=$2" \
    "CASECRAFT_${1^^}_WORKERS=${3:-1}"
}

# chats N: N records that bring their messages.
chats() {
  seq "$1" | jq -c '{id: tostring, messages: [{role: "user", content: "Hello"}]}'
}

@test "the last lines tell all that became of the records" {
  serve
  provider a 'cases 2;usage 10 20' 2
  provider b status=400
  cc-split "$example" | cc-assign -p a,b,builtin >in
  echo '{"id":"done","cases":[]}' | cat - in | cc-call --cases 2 --progress-fd 5 2>/dev/null 5>lines >out
  check 'all(.process == 0 + .process) and (map(.process) | unique | length) == 1' lines
  check 'map(select(has("provider") | not)) | .[-1] | del(.process)
    == {read: 12, again: 0, passed: 1, operations: 12, ended: true, done: 8, failed: 4, kept: 0}' lines
  check 'map(select(.provider)) | group_by(.provider) | map(.[-1] | del(.process)) == [
    {provider: "a", workers: 2, queued: 0, in_flight: 0, done: 4, failed: 0, kept: 0, completion: 80, streaming: 0},
    {provider: "b", workers: 1, queued: 0, in_flight: 0, done: 0, failed: 4, kept: 0, completion: 0, streaming: 0},
    {provider: "builtin", workers: 1, queued: 0, in_flight: 0, done: 4, failed: 0, kept: 0, completion: 0, streaming: 0}]' lines
  [ "$(wc -l <out)" = 13 ]
}

@test "a sum of tokens beyond all numbers stays at the largest" {
  serve
  provider a 'body={"choices":[{"message":{"content":"ok"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":9000000000000000000}}'
  chats 2 | CASECRAFT_STREAM=false cc-call -p a --progress-fd 5 5>lines >out
  check 'map(select(.provider))[-1].completion > 9000000000000000000' lines
}

@test "in the middle of a run the lines tell what waits, what runs and what comes in" {
  serve
  provider a 'content=one two three four five six seven eight nine;chunk 40;gap=20' 2
  chats 6 | cc-call -p a --progress-fd 5 5>lines >out
  check 'map(select(.provider)) | any(.in_flight == 2 and .queued == 4) and any(.in_flight == 2 and .queued == 2)
    and any(.streaming > 1) and all(.done + .failed + .queued + .in_flight <= 6)' lines
  # Ten lines a second at the most, and these took a second or more in all.
  check 'map(select(has("provider") | not)) | length >= 3 and length <= 200 and .[-1].operations == 0' lines
  awk 'length($0) >= 4096 { exit 1 }' lines
}

@test "a record that failed and is asked again is told as such, and one of the ledger too" {
  serve
  provider a status=401
  cc-split "$example" | cc-assign -p a | cc-call --progress-fd 5 2>/dev/null 5>first |
    cc-fallback -c builtin --progress-fd 6 6>second >out
  check '.[-2] | .read == 12 and .failed == 12 and .again == 0' first
  check '.[-2] | .read == 12 and .done == 12 and .again == 12 and .operations == 0' second
  [ "$(jq .process first | sort -u)" != "$(jq .process second | sort -u)" ]
  provider a 'cases 2'
  cc-split "$example" | cc-call -p a --ledger ledger >out
  cc-split "$example" | cc-call -p a --ledger ledger --progress-fd 5 5>kept >out
  check '.[-1] | .done == 12 and .kept == 12 and .provider == "a"' kept
}

@test "cc-fallback hands the descriptor to cc-call only" {
  mkdir fake
  printf '%s\n' '#!/bin/sh' 'echo "$@" >got' 'exec cat' >fake/cc-call
  chmod +x fake/cc-call
  cp fake/cc-call fake/other
  failed='{"id":"1","provider":"a","error":{"class":"server"}}'
  for command in fake/cc-call fake/other; do
    echo "$failed" | cc-fallback -c builtin --progress-fd 5 -- $command -x 5>lines >out
    cat got
  done >all
  diff - all <<'END'
--progress-fd=5 -x
-x
END
}

@test "a slow reader is not waited for, and a full pipe not made so that others do not wait" {
  serve
  provider a delay=60 1
  mkfifo pipe
  exec 5<>pipe
  head -c 65536 /dev/zero >&5
  chats 5 | timeout 60 cc-call -p a --progress-fd 5 >out
  [ "$(wc -l <out)" = 5 ]
  awk '$1 == "flags:" { exit substr($2, length($2) - 3, 1) >= 4 }' /proc/self/fdinfo/5
  head -c 65536 <&5 | tr -d '\0' >got
  [ ! -s got ]
  # It goes on when there is room.
  head -c 65536 /dev/zero >&5
  chats 40 | timeout 60 cc-call -p a --progress-fd 5 >out 3>&- &
  sleep 0.3
  head -c 65536 <&5 >zeros
  wait $!
  timeout 1 cat <&5 >got || true
  exec 5>&-
  [ "$(wc -l <out)" = 40 ]
  check '.[-2] | .read == 40 and .done == 40' got
}

@test "a reader that has gone ends the telling and nothing else" {
  serve
  provider a delay=60 1
  chats 5 >in
  { cc-call -p a --progress-fd 5 <in 5>&1 >out; echo $? >code; } | true
  [ "$(cat code)" = 0 ]
  [ "$(wc -l <out)" = 5 ]
}

@test "a descriptor must be one that can be written" {
  chats 1 >in
  for command in 'cc-call -p builtin' 'cc-fallback -c builtin'; do
    # shellcheck disable=SC2086
    run -2 $command --progress-fd 1 <in
    # shellcheck disable=SC2086
    run -2 $command --progress-fd x <in
    # The log has taken its number.
    # shellcheck disable=SC2086
    run -4 --separate-stderr $command --progress-fd 9 --log log 3>&- 4>&- 9>&- <in
    [[ $stderr = *'descriptor 9 is not open'* ]]
    [ -z "$output" ]
  done
  run -4 --separate-stderr cc-call -p builtin --progress-fd 3 --log log 3>&- 4>&- <in
  [[ $stderr = *'descriptor 3 is not open'* ]]
  run -4 cc-call -p builtin --progress-fd 5 <in 5<in
}

# terminal COLUMNS ROWS COMMAND: on a terminal of that size, by sh; what it sees is in seen.
terminal() {
  TERM=xterm script -qec "stty cols $1 rows $2; $3" /dev/null </dev/null >seen
}

# The lines of all drawings, as they stand there.
drawn() {
  tr -d '\r' <seen | sed 's/\x1b\[J//g; s/\x1b\[[0-9]*A//g'
}

# Nothing that was drawn is left, and nothing follows.
erased() {
  [ "$(tail -c 4 seen | od -An -c | tr -d ' ')" = '\r033[J' ]
}

# standing: lines of a run in its middle.
standing() {
  cat >lines <<'END'
{"process":1,"read":100,"again":0,"passed":0,"operations":100,"ended":true,"done":40,"failed":2,"kept":0}
{"process":1,"provider":"glm","workers":2,"queued":20,"in_flight":2,"done":20,"failed":2,"kept":0,"completion":0,"streaming":0}
{"process":1,"provider":"模型模型模型模型\u001b]0;title\u0007","workers":2,"queued":34,"in_flight":2,"done":20,"failed":0,"kept":0,"completion":0,"streaming":0}
END
}

@test "on a terminal a line for each provider is drawn and one for all, and erased at the end" {
  standing
  terminal 80 24 '{ cat lines; sleep 0.5; } | cc-stats --watch 0'
  drawn >text
  [ "$(grep -c '^  glm  *20 done  *2 failed  *2/2 in flight  *- tokens/s$' text)" -ge 1 ]
  [ "$(grep -c '^  模型模型模型\.\.  *20 done' text)" -ge 1 ]
  [ "$(grep -c '^  all  *42 of 100, 42 %, .*2 failed, 4 in flight$' text)" -ge 1 ]
  erased
  run ! grep -q title seen
  # The cursor goes back up to an empty line.
  sed -n '/\x1b\[3A/!d; s/.*\(\x1b\[3A\).*/up/p' seen | grep -qx up
}

@test "a message erases what casecraft has drawn, so that nothing of it is left behind a long one" {
  local says='cc-assign -p nobody </dev/null || true' generate
  terminal 80 24 "CASECRAFT_DRAWING=yes $says"
  grep -q $'^\x1b\\[Jcc-assign: ' seen
  # Where nobody draws there is nothing to erase, and elsewhere no way to.
  terminal 80 24 "$says; TERM=dumb CASECRAFT_DRAWING=yes $says"
  [ "$(grep -c '^cc-assign: ' seen)" = 2 ]
  CASECRAFT_DRAWING=yes sh -c "$says" 2>err
  grep -q '^cc-assign: ' err
  export CASECRAFT_DOWN_BASE_URL=http://127.0.0.1:9 CASECRAFT_DOWN_MODEL=m CASECRAFT_DOWN_MAX_RETRIES=0
  generate="casecraft generate '$example' -p down -o made"
  terminal 80 24 "$generate || true"
  grep -q $'\x1b\\[Jcc-call: down: network' seen
  terminal 80 24 "$generate --progress plain || true"
  grep -q '^cc-call: down: network' seen
}

@test "no line is as wide as the terminal, whatever its size, and none is out of sight" {
  standing
  for size in '80 24' '40 24' '20 24' '7 24' '80 3' '80 2' '80 1' '0 0'; do
    # shellcheck disable=SC2086
    terminal $size '{ cat lines; sleep 0.3; } | cc-stats --watch 0'
    [ "$size" = '0 0' ] && size='80 24'
    [ "$(drawn | wc -L)" -lt "${size% *}" ]
    up=$(grep -o $'\x1b\[[0-9]*A' seen | tr -dc '0-9\n' | sort -n | tail -n 1)
    [ "${up:-0}" -lt "${size#* }" ]
    [ "$size" = '80 1' ] || erased
  done
}

@test "a terminal that is made narrower, and wider, is drawn on as it is then" {
  standing
  terminal 80 24 '{ cat lines; sleep 0.4; stty cols 30 </dev/tty; sleep 1.5; stty cols 90 </dev/tty; sleep 1.5; } | cc-stats --watch 0'
  drawn | awk '/^  glm/ { print (length($0) > 60 ? "wide" : "narrow") }' | uniq >widths
  diff - widths <<'END'
wide
narrow
wide
END
}

@test "ten drawings a second at the most, and one a second where nothing comes" {
  standing
  terminal 80 24 '{ for i in 1 2 3 4 5 6 7 8 9 10; do cat lines lines lines; sleep 0.02; done; } | cc-stats --watch 0'
  many=$(drawn | grep -c '^  glm')
  terminal 80 24 '{ cat lines; sleep 2.5; } | cc-stats --watch 0'
  few=$(drawn | grep -c '^  glm')
  echo "$many $few"
  # Thirty rounds of lines in a fifth of a second, on a busy machine in two.
  [ "$many" -le 20 ]
  [ "$few" -ge 2 ] && [ "$few" -le 6 ]
}

@test "plain text is for logs and for terminals that cannot be drawn on; a pipe gets nothing" {
  standing
  run -0 --separate-stderr cc-stats --watch 5 5<lines
  [ -z "$output$stderr" ]
  run -0 --separate-stderr cc-stats --watch 5 --plain 5<lines
  [ -z "$output" ]
  # On a busy machine the first second has passed, and with it comes how long the rest takes.
  [[ $stderr =~ ^'cc-stats: 42 of 100, 42 %, '([0-9]+' s left, ')?'2 failed, 4 in flight; glm 20 done, 2 failed; 模型模型模型.. 20 done, 0 failed'$ ]]
  run -0 --separate-stderr cc-stats --watch 5 --plain 5</dev/null
  [ -z "$output$stderr" ]
  for term in TERM=dumb '-u TERM'; do
    terminal 80 24 "env $term cc-stats --watch 5 5<lines"
    grep -q '^cc-stats: 42 of 100' seen
    run ! grep -q $'\x1b' seen
  done
}

@test "what is to be watched must be open, and lines, and no report is made of it" {
  run -4 --separate-stderr cc-stats --watch 9 9>&-
  [[ $stderr = *'descriptor 9'*'cannot read'* ]]
  head -c 100000 /dev/zero | tr '\0' x >long
  run -3 --separate-stderr cc-stats --watch 5 5<long
  [[ $stderr = *'descriptor 5'* ]]
  run -0 cc-stats --watch 5 5</dev/null
  for args in '--watch 0 --json' '--watch 0 file' '--watch x' '--watch 0 -j 2' --plain; do
    # shellcheck disable=SC2086
    run -2 cc-stats $args </dev/null
  done
}

# slowly: a run that takes a second or so, half of which fails, for a shell.
slowly() {
  serve
  provider slow 'cases 2;delay=150' 2
  provider bad status=400
  command="casecraft generate '$example' -p slow,bad -o out"
}

shells() {
  local shell
  for shell in dash bash 'busybox sh' ksh mksh yash; do
    ! command -v "${shell%% *}" >/dev/null || echo "$shell"
  done
}

@test "casecraft shows on a terminal how far it is, then the report, in any shell" {
  slowly
  shells >list
  while read -r shell; do
    rm -rf out
    code=0
    terminal 80 24 "$shell $BIN/$command" || code=$?
    echo "$shell: $code"
    [ "$code" = 1 ]
    drawn >text
    grep -q '^  slow  *[0-9]* done  *0 failed  *[12]/2 in flight' text
    grep -q '^  bad  *0 done  *[0-9] failed' text
    grep -q '^  all  *[0-9]* of 12, ' text
    # The report is whole, and comes when all is erased.
    sed -n '/.*\x1b\[J/h; /.*\x1b\[J/!H; ${x;p}' seen >rest
    sed '1s/.*\x1b\[J//' rest | tr -d '\r' >report
    head -n 1 report | grep -q '^Operations  *12'
    run ! grep -q $'\x1b' report
    [ "$(find out -name '*.json' -not -path '*/.casecraft/*' | wc -l)" = 6 ]
  done <list
}

@test "casecraft shows nothing, or plain lines, where that is wanted" {
  slowly
  for options in '--progress none' '--progress=none' '-q'; do
    rm -rf out
    terminal 80 24 "$command $options" || true
    run ! grep -q $'\x1b' seen
  done
  rm -rf out
  run -1 --separate-stderr sh -c "$command --progress plain"
  [[ $stderr = *'cc-stats: 12 of 12, 100 %, 6 failed, 0 in flight; slow 6 done, 0 failed; bad 0 done, 6 failed'* ]]
  [[ $output = Operations*12* ]]
  rm -rf out
  run -1 --separate-stderr sh -c "$command"
  [[ $stderr != *' of 12'* ]]
  run -2 casecraft generate "$example" -p slow --progress often
}

@test "Ctrl-C on a terminal: what is answered is kept, what is drawn erased" {
  serve
  provider slow 'cases 2;delay=500' 2
  { until_true stat_is '.requests >= 4' true; printf '\003'; sleep 3; } | TERM=xterm timeout 60 script -qec "casecraft generate '$example' -p slow -o out -v; echo ended" /dev/null >seen ||
    code=$?
  [ "$code" = 130 ]
  drawn | grep -q '^  slow  *[0-9]* done'
  sed -n '/.*\x1b\[J/h; /.*\x1b\[J/!H; ${x;p}' seen | sed '1s/.*\x1b\[J//' >rest
  run ! grep -q '^  slow  *[0-9]* done  *[0-9]* failed  *[0-9]/' rest
  grep -q '^Operations  *12' rest
  [ "$(find out -name '*.json' -not -path '*/.casecraft/*' | wc -l)" -ge 1 ]
}
