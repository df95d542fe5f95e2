# From one provider to the next, over the wire: who is asked, how many at once, what is held meanwhile, and that
# nothing is lost.  Times are bounds against standing still; tests/bench/handover measures them.
# shellcheck disable=SC2154 # stderr is set by run --separate-stderr
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  provider_start
}

teardown() {
  provider_stop
}

# provider NAME PATH MODEL WORKERS [RETRIES]: one that is served at that path of the loopback provider.
provider() {
  export "CASECRAFT_${1^^}_BASE_URL=$PROVIDER_URL/$2" "CASECRAFT_${1^^}_MODEL=$3" "CASECRAFT_${1^^}_WORKERS=$4"
  [ -z "${5:-}" ] || export "CASECRAFT_${1^^}_MAX_RETRIES=$5"
}

# chats COUNT BYTES MEMBERS: records that bring messages, so large, with these members.
chats() {
  jq -nc --argjson n "$1" --argjson b "$2" --argjson more "{$3}" '("x" * $b) as $pad | range($n) |
    {id: "\(.)", seq: ., messages: [{role: "user", content: "number \(.)"}], pad: $pad} + $more'
}

# within MS COMMAND...: the command takes no longer.
within() {
  local most=$1 start took
  shift
  start=$(date +%s%N)
  "$@"
  took=$((($(date +%s%N) - start) / 1000000))
  echo "$took ms of $most"
  [ "$took" -lt "$most" ]
}

@test "a second provider takes over from one that is down, and both work side by side" {
  provider down down status=503 1
  provider up up delay=20 3
  chats 300 0 '"provider":"down"' >in
  # 2 s of the second, and the waits of the first: up to 1 s and 2 s.
  within 20000 bash -c 'cc-call <in 2>/dev/null | cc-fallback -c up >out'
  check 'length == 300 and all(.reply and .provider == "up" and .fallback_from == "down")
    and all(.attempts | map(.class) == ["overload", "overload", "overload", "ok"])' out
  stat_is '.scripts["delay=20"].requests' 300
  stat_is '.scripts["delay=20"].max_in_flight' 3
  stat_is '.scripts["status=503"].requests' 900
  # The first record was handed over long before the last.
  check '(map(.attempts[3].at) | min) <= (map(.attempts[2].at) | max)' out
}

@test "the primary's own server under another name, one worker, large records, a slow reader: no deadlock" {
  provider one v1 status=500 1 0
  provider other v1 content=here 1
  chats 120 70000 '"provider":"one"' >in
  # bash reads a pipe byte by byte.
  within 60000 bash -c 'set -o pipefail
    timeout 60 cc-call <in | timeout 60 cc-fallback -c other |
      while IFS= read -r line; do printf "%s\n" "$line"; sleep 0.01; done >out'
  check '(map(.seq) | sort) == [range(120)] and all(.reply.content == "here" and (.pad | length) == 70000)' out
  stat_is .max_in_flight 1
}

@test "the cap of a provider that is primary and fallback in one pipeline is never passed" {
  provider down down status=503 4 0
  provider both both delay=30 3
  { chats 60 0 '"provider":"both"'; chats 60 0 '"provider":"down"'; } | jq -c '.id += .provider' | shuf --random-source=/dev/zero >in
  cc-call <in 2>/dev/null | cc-fallback -c both >out
  check 'length == 120 and (map(.id) | unique | length) == 120 and all(.reply and .provider == "both")
    and (map(select(.fallback_from == "down")) | length) == 60' out
  stat_is '.scripts["delay=30"].requests' 120
  stat_is '.scripts["delay=30"].max_in_flight' 3
}

@test "a pool keeps every worker of every provider busy" {
  provider a a delay=10 1
  provider b b delay=50 3
  provider c c delay=200 2
  chats 300 0 '"candidates":["a","b","c"]' >in
  # 1.8 s where nobody is idle; 15 s for the fastest without the others on a machine that is busy.
  within 12000 bash -c 'cc-call <in >out'
  check 'length == 300 and all(.reply) and (map(.id) | unique | length) == 300
    and (group_by(.provider) | map({(.[0].provider): length}) | add | .a > .c and .b > .c and .c >= 4)' out
  stat_is '.scripts["delay=10"].max_in_flight' 1
  stat_is '.scripts["delay=50"].max_in_flight' 3
  stat_is '.scripts["delay=200"].max_in_flight' 2
}

@test "what a provider of a pool took and failed goes to the others, by the same list as the chain" {
  provider down down status=503 2 0
  provider up up delay=20 2
  chats 60 0 '"candidates":["down","up"]' >in
  cc-call <in 2>/dev/null | cc-fallback -c down,up >out
  check 'length == 60 and (map(.id) | unique | length) == 60 and all(.reply and .provider == "up")
    and any(.fallback_from == "down")' out
}

# answers COUNT: so many records are out.
answers() {
  [ "$(wc -l <out)" -ge "$1" ]
}

@test "the cc-call of a fallback is killed: a fresh one asks again for what it had not answered" {
  provider up up delay=40 3
  chats 60 0 '"provider":"glm","error":{"class":"rate","provider":"glm"}' >in
  cc-fallback -c up <in >out 2>err 3>&- &
  filter=$!
  until_true answers 9
  kill -9 "$(ps -o pid= --ppid "$filter")"
  wait "$filter"
  grep -q 'cc-call was ended by signal 9 (Killed); records it left unanswered: ' err
  check '(map(.seq) | sort) == [range(60)] and all(.reply and .provider == "up" and .fallback_from == "glm")' out
  requests=$(provider_stat .requests)
  echo "$requests requests"
  [ "$requests" -ge 60 ] && [ "$requests" -le 66 ]
}

# offset PID: how far it has read of its stdin.
offset() {
  awk '$1 == "pos:" { print $2 }' "/proc/$1/fdinfo/0"
}

# at_rest PID: it has read nothing for a while.
at_rest() {
  local before
  before=$(offset "$1")
  sleep 0.5
  [ "$before" -gt 0 ] && [ "$before" = "$(offset "$1")" ]
}

@test "many failures and a slow second provider: memory stays small, and the producer waits" {
  # The provider answers nobody until it is stopped.
  provider slow slow stall=0 2 0
  most=25000
  ! grep -q __asan_init "$BIN/cc-fallback" || most=250000
  chats 20000 2000 '"provider":"glm","error":{"class":"rate","provider":"glm"}' >in
  mkfifo pipe
  tee pipe <in >/dev/null 3>&- &
  producer=$!
  cc-fallback -c slow <pipe >out 2>err 3>&- &
  filter=$!
  until_true at_rest "$producer"
  taken=$(offset "$producer")
  peak=$(awk '$1 == "VmHWM:" { print $2 }' "/proc/$filter/status")
  echo "taken: $taken of $(wc -c <in) bytes, peak: $peak kB"
  [ "$taken" -lt 12000000 ]
  [ "$peak" -lt $most ]
  # When it fails at last, everything comes out: as it came, but for what was asked.
  provider_stop
  wait "$producer"
  code=0
  wait "$filter" || code=$?
  [ "$code" = 1 ]
  check '(map(.seq) | sort) == [range(20000)] and all(.error.class == "rate" and .provider == "glm")' out
}

# things COUNT: a description of so many operations.
things() {
  jq -n --argjson n "$1" '{openapi: "3.0.3", info: {title: "Things", version: "1"},
    paths: ([range($n) | {key: "/things/\(.)/{id}", value: {get: {
      parameters: [{name: "id", in: "path", required: true, schema: {type: "integer", minimum: 1}}],
      responses: {"200": {description: "ok"}, "404": {description: "none"}}}}}] | from_entries)}'
}

# faulty FILE: 200 answers of a provider, 30 in 100 of them faults.
faulty() {
  local faults=(status=429 status=500 'cases;cut=90' 'cases;chunk=9;cut=150' 'body=<html>' 'content={"cases":[{]')
  local _ i
  for _ in $(seq 200); do
    if [ $((RANDOM % 100)) -lt 30 ]; then i=$((RANDOM % ${#faults[@]})); else i=-1; fi
    if [ $i -lt 0 ]; then echo cases; else printf '%s\n' "${faults[i]//;/$'\n'}"; fi
    printf 'delay %d\nthen\n' $((RANDOM % 5))
  done >"$1"
  echo cases >>"$1"
}

# tapped: a casecraft of its own, in ./tap, that keeps what goes into cc-merge in ./lines.
tapped() {
  mkdir tap
  cp -R "$BIN" "$BUILD/libexec" tap
  mv tap/bin/cc-merge tap/merge
  printf '%s\n' '#!/bin/bash' 'set -o pipefail' "tee '$PWD/lines' | '$PWD/tap/merge' \"\$@\"" >tap/bin/cc-merge
  chmod +x tap/bin/cc-merge
}

@test "twenty runs with random faults of all providers: as many records out as in, none twice" {
  tapped
  things 200 >spec.json
  mkdir scripts
  RANDOM=815
  for run in $(seq 20); do
    for name in a b c; do faulty scripts/$name-$run.script; done
  done
  provider_stop
  provider_start -s scripts
  export CASECRAFT_DATADIR=$ROOT/share/casecraft
  for run in $(seq 20); do
    for name in a b c; do provider $name $name $name-$run 4 $((run % 3 == 0)); done
    timeout 60 tap/bin/casecraft generate spec.json --providers a,b,c --fallback b,c,builtin -o out-$run >report 2>err ||
      { echo "run $run: $?"; cat err report; false; }
    [ "$(wc -l <lines)" = 200 ]
    check '(map(.id) | unique | length) == 200 and (map(.seq) | sort) == [range(200)]
      and all(has("cases") and (.cases | length > 0) and (has("error") | not))
      and all(.attempts | map(.provider) | . as $asked | [range(1; length) | select($asked[.] != $asked[. - 1])]
        | length + 1 == ($asked | unique | length))
      and all(.attempts[-1].class == "ok")
      and (map(.attempts[].class) | unique | . - ["network", "ok", "output", "rate", "server"]) == []
      and (map(select(.fallback_from)) | length | . > 3 and . < 120)' lines
    [ "$(files out-$run)" = 200 ]
    [ "$(jq -rs 'map(.endpoint_id) | unique | length' out-$run/*.json)" = 200 ]
    grep -q '^Operations *200  200 answered' report
  done
}

@test "every cloud provider is down: builtin answers 1,223 operations, and the statistics say so" {
  need_shared specs
  export CASECRAFT_GLM_API_KEY=k CASECRAFT_KIMI_API_KEY=k CASECRAFT_QWEN_API_KEY=k
  provider kimi kimi status=503 2 1
  provider qwen qwen status=500 3 1
  provider glm glm x 1 1
  export CASECRAFT_GLM_BASE_URL=http://127.0.0.1:9
  run -0 --separate-stderr casecraft generate "$SHARED/specs/github-3.0.json" --providers glm,kimi -c qwen,builtin -o out
  [ "$(files out)" = 1223 ]
  [[ "$output" = *'1,223 answered'* ]]
  grep -E 'builtin/builtin +1,223 +0 ' <<<"$output"
  cc-split "$SHARED/specs/github-3.0.json" | cc-assign -p glm,kimi | cc-call 2>/dev/null |
    cc-fallback -c qwen,builtin 2>/dev/null | cc-stats --json >stats
  jq -e '.operations.answered == 1223 and (.fallbacks | .total == 1223 and .answered == 1223)
    and (.providers | map({(.provider): [.answered, .failed, .attempts.total]}) | add)
      == {builtin: [1223, 0, 1223], glm: [0, 0, 20], kimi: [0, 0, 1222], qwen: [0, 0, 2446]}' stats || { jq -c '.fallbacks, .providers[]' stats; false; }
}
