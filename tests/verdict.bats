# cc-call: what a run learns of a provider: when it is not asked any more, what it does not take, how fast it may be asked.
# shellcheck disable=SC2154 # stderr is set by run --separate-stderr
# shellcheck disable=SC2030,SC2031 # each test has its own environment
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  provider_start
  export CASECRAFT_TEST_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_TEST_MODEL=content=ok CASECRAFT_TEST_MAX_RETRIES=0
}

teardown() {
  provider_stop
}

# chats N [MEMBERS]: N records that bring messages.
chats() {
  seq 1 "$1" | sed 's/.*/{"id":"&",'"${2:+$2,}"'"messages":[{"role":"user","content":"number &"}]}/'
}

@test "a provider that cannot answer is not asked again, and what waits for it leaves at once" {
  while read -r class requests script; do
    curl -sX POST "$PROVIDER_URL/__reset"
    chats 200 >in
    CASECRAFT_TEST_MODEL=$script cc-call -p test <in >out 2>err
    check "length == 200 and all(.error.class == \"$class\" and .error.provider == \"test\")
      and (map(select(.attempts)) | length == $requests)
      and (map(select(.attempts == null)) | all(.error.message | startswith(\"not asked: test \")))"
    [ "$(requests)" = "$requests" ]
    grep -q "test is not asked any more in this run: $class" err
  done <<'END'
billing 1 status=402
model 1 status=404
auth 2 status=401
END
  # GLM's quota arrives as 429.
  curl -sX POST "$PROVIDER_URL/__reset"
  export CASECRAFT_GLM_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_GLM_API_KEY=k
  export CASECRAFT_GLM_MODEL='status=429;body={"error":{"code":"1308","message":"five hours"}}'
  chats 50 | cc-call -p glm >out
  check 'length == 50 and all(.error.class == "quota")'
  [ "$(requests)" = 1 ]
}

@test "one refused key is no verdict, nor are two with an answer between" {
  chats 5 >in
  CASECRAFT_TEST_MODEL='status=401;then;content=ok;then;status=401;then;content=ok' cc-call -p test <in >out
  check 'length == 5 and (map(select(.reply)) | length == 3) and (map(.error.class) - [null]) == ["auth", "auth"]'
  [ "$(requests)" = 5 ]
}

@test "a server that is not there is not waited for a thousand times" {
  chats 300 >in
  export CASECRAFT_TEST_BASE_URL=http://127.0.0.1:1/v1 CASECRAFT_OTHER_BASE_URL=$PROVIDER_URL/b CASECRAFT_OTHER_MODEL=content=other \
    CASECRAFT_OTHER_WORKERS=8
  cc-call -p test <in 2>err | cc-fallback -c other >out
  check 'length == 300 and all(.reply.content == "other") and ([.[] | select(.attempts[0].provider == "test")] | length == 20)'
  grep -q 'test is not asked any more in this run: network' err
}

@test "calls that run when a verdict falls are read to their end" {
  chats 4 >in
  printf 'status 402\ndelay 50\ntimes 1\nthen\ndelay 400\ncontent late\n' >late.script
  provider_stop
  provider_start -s .
  CASECRAFT_TEST_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_TEST_MODEL=late CASECRAFT_TEST_WORKERS=3 cc-call -p test <in >out
  check 'length == 4 and (map(select(.reply)) | length == 2) and (map(.error.class) - [null]) == ["billing", "billing"]'
  [ "$(requests)" = 3 ]
}

@test "records that others may answer go to those" {
  export CASECRAFT_POOR_BASE_URL=$PROVIDER_URL/a CASECRAFT_POOR_MODEL=status=402 \
    CASECRAFT_RICH_BASE_URL=$PROVIDER_URL/b CASECRAFT_RICH_MODEL=content=here
  chats 20 '"candidates":["poor","rich"]' | cc-call >out
  check 'length == 20 and (map(select(.reply)) | length == 19 and all(.provider == "rich"))'
  export CASECRAFT_RICH_MODEL=status=404
  chats 20 '"candidates":["poor","rich"]' | cc-call >out
  check 'length == 20 and all(.error) and (map(.error.class) | unique - ["billing", "model"]) == []
    and (map(select(.attempts)) | length == 2)'
}

@test "a fallback takes over within a second" {
  export CASECRAFT_OTHER_BASE_URL=$PROVIDER_URL/b CASECRAFT_OTHER_MODEL=content=other CASECRAFT_OTHER_WORKERS=8
  chats 1000 >in
  CASECRAFT_TEST_MODEL='status=402;delay=20' cc-call -p test <in | cc-fallback -c other >out
  check 'length == 1000 and all(.reply.content == "other")'
  stat_is '.scripts["status=402;delay=20"].requests' 1
}

@test "what a server refuses by name is left out for the rest of the run" {
  cc-split "$ROOT/examples/bookshop.yaml" >in
  export CASECRAFT_DEEPSEEK_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_DEEPSEEK_API_KEY=k CASECRAFT_DEEPSEEK_MAX_RETRIES=0
  export CASECRAFT_DEEPSEEK_WORKERS=4
  export CASECRAFT_DEEPSEEK_MODEL='status=400;delay=300;times=4;body={"error":{"message":"response_format json_object is not supported"}};then;cases=2'
  cc-call -p deepseek <in >out
  check 'length == 12 and all(.cases) and (map(.attempts | length) | add) == 16'
  [ "$(requests)" = 16 ]
  curl -s "$PROVIDER_URL/__last" | jq -e '.body | fromjson | has("response_format") | not'
  # The same from a model that cannot but stream, and one that does not stream.
  chats 2 | CASECRAFT_TEST_STREAM=false \
    CASECRAFT_TEST_MODEL='status=400;times=1;body={"error":{"message":"This model only support stream mode"}};then;content=ok' \
    cc-call -p test >out
  check 'all(.reply)'
  curl -s "$PROVIDER_URL/__last" | jq -e '.body | fromjson | .stream'
  # What is left out once and is still refused is an error.
  chats 1 | CASECRAFT_TEST_MODEL='status=400;body={"error":{"message":"stream_options is unknown"}}' cc-call -p test >out
  check '.[0].error.class == "request" and (.[0].attempts | length == 2)'
}

@test "calls a minute are spread evenly" {
  start=$(date +%s%N)
  chats 6 | CASECRAFT_TEST_RPM=600 CASECRAFT_TEST_WORKERS=6 cc-call -p test >out
  took=$((($(date +%s%N) - start) / 1000000))
  check 'length == 6 and all(.reply)'
  [ "$took" -ge 500 ]
  [ "$(provider_stat .max_in_flight)" = 1 ]
}

@test "a pause that a provider asks for holds for all that is asked of it" {
  chats 6 | CASECRAFT_TEST_MAX_RETRIES=2 CASECRAFT_TEST_MODEL='status=429;times=1;retry-after=1;then;content=ok' cc-call -p test >out
  check 'length == 6 and all(.reply) and (map(.attempts[]) | map(select(.class == "rate")) | length == 1)
    and (map(.attempts[-1].wait_ms) | all(. >= 1000))'
  [ "$(requests)" = 7 ]
}

@test "a model that is known to be retired is told with its successor" {
  export CASECRAFT_KIMI_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_KIMI_API_KEY=k
  chats 1 >in
  run -0 --separate-stderr cc-call -p kimi --model moonshot-v1-8k <in
  [[ "$stderr" = *'moonshot-v1-8k was retired on 2026-08-31'*kimi-k2.6* ]]
  run -0 --separate-stderr cc-call -p kimi --model content=ok <in
  [ -z "$stderr" ]
}

@test "a wait that a message names is kept to" {
  chats 1 | CASECRAFT_TEST_MAX_RETRIES=2 \
    CASECRAFT_TEST_MODEL='status=429;times=1;body={"error":{"type":"rate_limit_reached_error","message":"max concurrency: 1, please try again after 1 seconds"}};then;content=ok' \
    cc-call -p test >out
  check '.[0].reply and .[0].attempts[1].wait_ms >= 1000'
  chats 1 | CASECRAFT_TEST_MAX_RETRIES=2 CASECRAFT_TEST_MODEL='status=429;retry-after=0.4;then;content=ok' cc-call -p test >out
  check '.[0].reply and .[0].attempts[1].wait_ms >= 400'
  date=$(LC_ALL=C date -u -d '+2 seconds' '+%a, %d %b %Y %H:%M:%S GMT')
  chats 1 | CASECRAFT_TEST_MAX_RETRIES=2 CASECRAFT_TEST_MODEL="status=429;retry-after=$date;then;content=ok" cc-call -p test >out
  check '.[0].reply and .[0].attempts[1].wait_ms >= 900'
}

@test "records that wait for another try hold no answer" {
  # Each try brings 400 KB that are cut off before their end.
  text=$(head -c 400000 /dev/zero | tr '\0' x)
  mkdir scripts
  printf 'content %s\ncut 400000\n' "$text" >scripts/large.script
  provider_stop
  provider_start -s scripts
  export CASECRAFT_TEST_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_TEST_MODEL=large CASECRAFT_TEST_MAX_RETRIES=4 CASECRAFT_TEST_WORKERS=4
  most=60000
  ! grep -q __asan_init "$BIN/cc-call" || most=600000
  chats 300 >in
  interruptible cc-call -p test --seed 3 <in >out 2>err 3>&- &
  caller=$!
  until_true bash -c "[ \$(curl -s $PROVIDER_URL/__stats | jq .requests) -ge 600 ]"
  peak=$(awk '$1 == "VmHWM:" { print $2 }' "/proc/$caller/status")
  kill -INT "$caller"
  wait "$caller" || true
  echo "peak: $peak kB"
  [ "$peak" -lt $most ]
}
