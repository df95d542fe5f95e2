# casecraft generate: several descriptions, and what it says when not all went well.
# shellcheck disable=SC2154 # stderr is set by run --separate-stderr
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  example=$ROOT/examples/bookshop.yaml
}

teardown() {
  provider_stop
}

# things FILE COUNT: a description of so many operations.
things() {
  jq -n --argjson n "$2" '{openapi: "3.0.3", info: {title: "T", version: "1"}, paths: ([range($n)
    | {key: "/things/\(.)", value: {get: {responses: {"200": {description: "ok"}}}}}] | from_entries)}' >"$1"
}

# test_provider MODEL: a provider `test`.
test_provider() {
  provider_start
  export CASECRAFT_TEST_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_TEST_MODEL=$1 CASECRAFT_TEST_WORKERS=${2:-2}
}

@test "several descriptions: a directory, a state and a report each, named after the file" {
  mkdir -p a
  things a/one.json 1
  things 'two words.v2.json' 2
  run -0 --separate-stderr casecraft generate a/one.json 'two words.v2.json' - --provider builtin -o out <"$example"
  [ "$(ls out)" = $'one\nstdin\ntwo-words.v2' ]
  [ "$(files out/one) $(files out/two-words.v2) $(files out/stdin)" = '1 2 12' ]
  for name in one two-words.v2 stdin; do
    [ -s "out/$name/.casecraft/state.json" ]
  done
  [ "$(grep -c '^Operations .* answered' <<<"$output")" = 3 ]
  grep -qxF 'two words.v2.json, in out/two-words.v2:' <<<"$output"
  # One alone has the directory for itself, and no head line.
  run -0 --separate-stderr casecraft generate 'two words.v2.json' --provider builtin -o alone
  [ "$(files alone)" = 2 ]
  [[ $output = 'Operations '* ]]
  # The report is that of cc-stats, to the byte.
  casecraft generate 'two words.v2.json' --provider builtin -o alone --json >report
  [ "$(wc -l <report)" = 1 ]
}

@test "several descriptions with names in Chinese, each found again" {
  things 图书.yaml 1
  things '订单 v2.json' 2
  run -0 --separate-stderr casecraft generate 图书.yaml '订单 v2.json' --provider builtin -o out -q
  [ "$(files out/图书) $(files out/订单-v2)" = '1 2' ]
  # Other names are none that generate gives.
  for name in $'odd\n' 'odd one' 'odd$'; do
    cp -r out/图书 "out/$name"
  done
  run -4 --separate-stderr casecraft show out
  sed 1d <<<"$stderr" | diff - <(printf "casecraft:   casecraft show 'out/%s'\n" 图书 订单-v2)
  casecraft show out/图书 | grep -q 'GET /things/0$'
}

@test "the reports of several for programs: a line each, and no page and no prompts, which would be written over" {
  things one.json 1
  things two.json 2
  run -0 --separate-stderr casecraft generate one.json two.json --provider builtin -o out --json
  [ "$(jq -c .operations.total <<<"$output" | tr '\n' ' ')" = '1 2 ' ]
  [ "$(grep -c '' <<<"$output")" = 2 ]
  [ "$stderr" = $'casecraft: one.json, in out/one:\ncasecraft: two.json, in out/two:' ]
  run -2 --separate-stderr casecraft generate one.json two.json --provider builtin -o pages --html page
  [[ $stderr = 'casecraft: one page of --html '* ]]
  run -2 --separate-stderr casecraft generate one.json two.json --provider builtin -o pages --save-prompts asked
  [[ $stderr = 'casecraft: the prompts of one description '* ]]
  [ ! -e asked ]
  [ ! -e pages ] && [ ! -e page ]
  run -0 casecraft generate one.json --provider builtin -o pages --html page
  [ -s page ]
}

@test "the exit code of several is the worst, and the others are generated" {
  things one.json 1
  echo 'paths: {}' >bad.yaml
  run -3 --separate-stderr casecraft generate bad.yaml one.json --provider builtin -o out -q
  [ "$(ls out)" = one ]
  test_provider status=401
  run -1 --separate-stderr casecraft generate one.json "$example" -p builtin -m '/things/**:test' -o failing -q
  [ "$(files failing)" = 12 ]
  run -3 --separate-stderr casecraft generate one.json bad.yaml -p test -o both -q
}

@test "two descriptions of one name are refused before anything is asked" {
  run -2 --separate-stderr casecraft generate a/api.yaml http://h/b/api.json?x=1 -o out --provider builtin
  [[ $stderr = 'casecraft: two of the descriptions would be written to out/api: '* ]]
  [ ! -e out ]
}

@test "nothing of a description is left in the temporary directory" {
  mkdir tmp
  for spec in "$example" - /dev/null absent; do
    code=0
    TMPDIR=$PWD/tmp casecraft generate "$spec" --provider builtin -o out -q <"$example" || code=$?
    [ -z "$(ls -A tmp)" ]
  done
  [ "$code" = 3 ]
  run -4 --separate-stderr env TMPDIR=/nowhere casecraft generate "$example" --provider builtin -o none
  [[ $stderr = *nowhere* ]]
}

@test "what failed is told, ten at the most, and that the same command asks only for those" {
  things spec.json 14
  test_provider status=401
  run -1 --separate-stderr casecraft generate spec.json -p builtin -m '/things/3:test,/things/7:test' -o out -q
  grep -v '^cc-' <<<"$stderr" | diff - <(printf 'casecraft: %s\n' 'these operations failed:' '  GET /things/3 (auth)' \
    '  GET /things/7 (auth)' 'the same command again asks only for those')
  # Those that this run was not asked for are not told.
  run -1 --separate-stderr casecraft generate spec.json -p builtin -m '*:test' --include-path /things/5 -o out -q --force
  [ "$(grep -c 'GET /things' <<<"$stderr")" = 1 ]
  run -1 --separate-stderr casecraft generate spec.json -p test -o all -q
  [ "$(grep -c 'GET /things' <<<"$stderr")" = 10 ]
  grep -qx 'casecraft:   and 4 more' <<<"$stderr"
  run -0 --separate-stderr casecraft generate spec.json --provider builtin -o all -q
  run ! grep '^casecraft' <<<"$stderr"
}

# interrupted COMMAND...: in a process group of its own, which gets SIGINT when five calls were made; its exit code.
interrupted() {
  rm -f pid code
  interruptible bash -c 'set -m; "$@" >report 2>err & echo $! >pid; wait $!; echo $? >code' - "$@" 3>&- &
  until_true stat_is .in_flight 2
  until_true stat_is .requests 5
  kill -INT -- "-$(cat pid)"
  until_true test -s code
  cat code
}

@test "Ctrl-C tells what is saved and the command that goes on, which works as it stands" {
  things "it's a spec.json" 9
  test_provider 'cases;times=3;then;cases;stall=0'
  [ "$(interrupted casecraft generate "it's a spec.json" --provider test -o out)" = 130 ]
  grep '^casecraft: ' err | grep -qx 'casecraft: interrupted: 3 of 9 operations are saved in out'
  sed -n 's/^casecraft: to go on: //p' err >typed
  grep -qxF "casecraft generate 'it'\''s a spec.json' --provider test -o out" typed
  export CASECRAFT_TEST_MODEL=cases
  bash -e typed >report
  [ "$(files out)" = 9 ]
  [ "$(provider_stat .requests)" = $((5 + 6)) ]
}

@test "after a Ctrl-C of a run with --force what was not asked anew is not saved, and not all need be paid for again" {
  things one.json 9
  test_provider cases
  casecraft generate one.json --provider test -o out -q
  provider_stop
  test_provider 'cases;times=3;then;cases;stall=0'
  [ "$(interrupted casecraft generate one.json --provider test -o out --force)" = 130 ]
  grep '^casecraft: ' err | sed 1d | diff - <(printf 'casecraft: %s\n' 'interrupted: 3 of 9 operations are saved in out' \
    'to go on: casecraft generate one.json --provider test -o out --force' \
    'without --force it asks only for those that were interrupted')
  CASECRAFT_TEST_MODEL=cases casecraft generate one.json --provider test -o out -q
  [ "$(provider_stat .requests)" = $((5 + 6)) ]
}

@test "after a Ctrl-C of a run with --force that did not come to all, those are not saved either" {
  jq -n '{openapi: "3.0.3", info: {title: "T", version: "1"}, paths: ([range(30) | {key: "/things/\(.)", value: {get: {
    description: ("word " * 80000), responses: {"200": {description: "ok"}}}}}] | from_entries)}' >big.json
  unset SOURCE_DATE_EPOCH
  casecraft generate big.json --provider builtin -o out -q --max-bytes 1000000
  test_provider 'cases;times=3;then;cases;stall=0'
  sleep 1.1
  [ "$(interrupted casecraft generate big.json --provider test -o out --force --max-bytes 1000000)" = 130 ]
  grep '^casecraft: ' err | sed 1d | diff - <(printf 'casecraft: %s\n' 'interrupted: 3 of 30 operations are saved in out' \
    'to go on: casecraft generate big.json --provider test -o out --force --max-bytes 1000000')
}

@test "Ctrl-C ends a run of several descriptions at once" {
  things one.json 5
  things two.json 5
  test_provider 'cases;times=3;then;cases;stall=0'
  [ "$(interrupted casecraft generate one.json two.json --provider test -o out)" = 130 ]
  [ ! -e out/two ]
  grep -qx 'casecraft: interrupted: 3 of 5 operations are saved in out/one' err
}

@test "a stage that is killed is told, with what is saved and how to go on" {
  things one.json 5
  test_provider 'cases;times=3;then;cases;stall=0'
  killed casecraft generate one.json --provider test -o out
  until_true stat_is .requests 5
  kill -9 "$(sed -n "s/^\([0-9]*\) (cc-call) . [0-9]* $GROUP .*/\1/p" /proc/[0-9]*/stat 2>/dev/null | head -n 1)"
  until_true gone
  grep -qx 'casecraft: interrupted: 3 of 5 operations are saved in out' err
  grep -qx 'casecraft: to go on: casecraft generate one.json --provider test -o out' err
}

# running NAME: the process of that name in GROUP.
running() {
  PROCESS=$(sed -n "s/^\([0-9]*\) ($1) . [0-9]* $GROUP .*/\1/p" /proc/[0-9]*/stat 2>/dev/null | head -n 1)
  [ -n "$PROCESS" ]
}

# The description is being read: before it, one stage at a time is asked whether it takes its options.
reading() {
  running cc-split && running cc-assign
}

@test "no number is told where the state does not have all that was answered" {
  things one.json 5
  things two.json 7
  test_provider 'cases;times=3;then;cases;stall=0'
  # As a second Ctrl-C ends it: before it writes the state.
  killed env --default-signal=INT casecraft generate one.json --provider test -o out
  until_true stat_is .requests 5
  running cc-merge
  kill -9 "$PROCESS"
  kill -INT -- "-$GROUP"
  until_true gone
  grep -qx 'casecraft: interrupted; what was answered is saved in out' err
  # The same with a state of a run before it.
  CASECRAFT_TEST_MODEL=cases casecraft generate one.json --provider test -o out -q
  CASECRAFT_TEST_MODEL='cases;times=1;then;cases;stall=0' killed env --default-signal=INT casecraft generate two.json --provider test -o out
  until_true has_lines out/.casecraft/ledger.ndjson 1
  running cc-merge
  kill -9 "$PROCESS"
  kill -INT -- "-$GROUP"
  until_true gone
  grep -qx 'casecraft: interrupted; what was answered is saved in out' err
  [ "$(grep -c "^casecraft: interrupted" err)" = 1 ]
}

@test "a run that is interrupted tells what is saved, and not what failed until then" {
  things one.json 5
  test_provider 'status=400;times=1;then;cases;stall=0'
  CASECRAFT_TEST_WORKERS=1 killed casecraft generate one.json -p builtin -m '/things/3:test,/things/4:test' -o out
  until_true stat_is .requests 2
  kill -TERM "$GROUP"
  until_true gone
  grep -v '^cc-' err | sed 1d | diff - <(printf 'casecraft: %s\n' 'interrupted: 3 of 5 operations are saved in out' \
    'to go on: casecraft generate one.json -p builtin -m /things/3:test,/things/4:test -o out')
}

@test "a signal to casecraft alone stops the calls, those of a fallback too; to all of its group, it counts once" {
  local signal whom code=0
  things one.json 9
  for signal in TERM INT HUP TERM-group; do
    test_provider 'cases;times=3;then;cases;stall=0'
    killed env --default-signal=INT casecraft generate one.json --provider test -o "$signal"
    until_true stat_is .requests 5
    whom=$GROUP
    [ "$signal" != TERM-group ] || whom=-$GROUP
    kill -s "${signal%-group}" -- "$whom"
    until_true gone
    grep -qx "casecraft: interrupted: 3 of 9 operations are saved in $signal" err
  done
  test_provider 'cases;times=3;then;cases;stall=0'
  export CASECRAFT_DOWN_BASE_URL=http://127.0.0.1:9 CASECRAFT_DOWN_MODEL=m CASECRAFT_DOWN_API_KEY=k CASECRAFT_DOWN_MAX_RETRIES=0
  casecraft generate one.json --provider down --fallback test -o fell >report 2>err 3>&- &
  until_true stat_is .requests 5
  kill -TERM $!
  wait $! || code=$?
  [ "$code" = 143 ]
  grep -qx 'casecraft: interrupted: 3 of 9 operations are saved in fell' err
  run ! grep 'failed:' err
}

@test "a signal to casecraft alone ends the reading of a description that does not come" {
  local signal
  mkfifo in
  for signal in TERM INT HUP; do
    killed env --default-signal=INT sh -c 'exec casecraft generate - --provider builtin -o out <in'
    exec 8>in
    until_true reading
    kill -s "$signal" "$GROUP"
    until_true gone
    exec 8>&-
    grep -qx 'casecraft: interrupted before anybody was asked' err
    [ ! -e out ]
  done
}

@test "who reads one report of several and leaves is no error" {
  things one.json 5
  things two.json 5
  { code=0; casecraft generate one.json two.json --provider builtin -o out 2>err || code=$?; echo $code >code; } | head -n 1 >first
  [ "$(cat code)" = 141 ]
  grep -qx 'one.json, in out/one:' first
  [ ! -s err ] || { cat err; false; }
}

@test "a terminal that is closed loses nothing that was answered" {
  things one.json 9
  test_provider 'cases;times=3;then;cases;stall=0'
  killed casecraft generate one.json --provider test -o out
  until_true stat_is .requests 5
  kill -HUP -- "-$GROUP"
  until_true gone
  grep -qx 'casecraft: interrupted: 3 of 9 operations are saved in out' err
  [ "$(files out)" = 3 ]
}

@test "a signal while the description is read leaves nothing, whether calls would follow or not" {
  local signal dry
  mkdir tmp
  mkfifo in
  for signal in HUP INT TERM KILL; do
    for dry in '' --dry-run; do
      TMPDIR=$PWD/tmp killed env --default-signal=INT sh -c "exec casecraft generate - --provider builtin -o out $dry <in"
      exec 8>in
      head -n 20 "$example" >&8
      until_true reading
      [ -z "$(find tmp -name 'casecraft*' -type f)" ]
      kill -s $signal -- "-$GROUP"
      exec 8>&-
      until_true gone
      # By which a signal is passed on: that is all.
      [ $signal = KILL ] || [ -z "$(ls tmp)" ]
      run ! grep -r Bookshop tmp
      rm -rf tmp/*
      [ ! -e out ]
      [ ! -s report ]
    done
  done
}

@test "no shell tells how a stage was ended" {
  local signal progress
  things one.json 5
  for signal in HUP TERM INT; do
    for progress in none plain; do
      test_provider 'cases;times=3;then;cases;stall=0'
      killed env --default-signal=INT casecraft generate one.json --provider test -o out --progress $progress
      until_true stat_is .requests 5
      kill -s $signal -- "-$GROUP"
      until_true gone
      run ! grep -vE '^(casecraft|cc-[a-z]+): ' err
      rm -r out
      provider_stop
    done
  done
}

@test "of several, one that is not there is told before anything is asked" {
  things one.json 3
  test_provider cases
  mkdir folder.json
  for spec in typo.json folder.json; do
    run -3 --separate-stderr casecraft generate one.json "$spec" -p test -o out
    [ "$stderr" = "casecraft: cannot read the file $spec: none of the descriptions was begun" ]
  done
  [ "$(provider_stat .requests)" = 0 ]
  [ ! -e out ]
}
