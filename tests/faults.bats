# Every fault of the wire, on the loopback provider: the class, the number of requests the server saw, the
# waits, and that no record is lost and none invented.
# shellcheck disable=SC2154 # stderr is set by run --separate-stderr
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  mkdir scripts
  provider_start -s scripts
  export CASECRAFT_TEST_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_TEST_MAX_RETRIES=1
  echo '{"id":"a","n":1.10,"messages":[{"role":"user","content":"caf\u00e9"}]}' >in
  who=test modes='true false'
  sixty=$(seq -s ' ' 60)
  # What a test puts into scripts/stream is sent as it is.
  events='body-file=stream;header=Content-Type: text/event-stream' ndjson='body-file=stream;header=Content-Type: application/x-ndjson'
}

teardown() {
  provider_stop
}

# call STREAM SCRIPT: provider $who does that to the record of in; what comes of it in out.
call() {
  local name=CASECRAFT_${who^^}
  curl -sSX POST "$PROVIDER_URL/__reset" -o reset
  env "${name}_STREAM=$1" "${name}_MODEL=$2" timeout 60 cc-call -p "$who" --seed 68 <in >out ||
    { echo "exit $? ($2, stream $1)"; return 1; }
}

# whole STREAM SCRIPT REQUESTS: the record came out once, its bytes kept; so many requests were made.
whole() {
  head -c $(($(wc -c <in) - 2)) in >want
  [ "$(wc -l <out)" = 1 ] && head -c "$(wc -c <want)" out | cmp want - && stat_is .requests "$3" ||
    { echo "$2, stream $1: $(provider_stat .requests) requests, not $3"; cat out; return 1; }
}

# fails CLASS REQUESTS SCRIPT: in each of the modes that is the record's error, and that of every attempt.
fails() {
  local stream
  for stream in $modes; do
    call "$stream" "$3" && whole "$stream" "$3" "$2" || return
    check ".[0] | .error.class == \"$1\" and .error.provider == \"$who\" and (has(\"reply\") | not)
      and (.error.message | length > 0) and (.attempts | length == $2 and all(.class == \"$1\"))" ||
      { echo "$3, stream $stream"; return 1; }
  done
}

# answers REQUESTS TEXT SCRIPT: in each of the modes that is the reply, at the last attempt.
answers() {
  local stream
  for stream in $modes; do
    call "$stream" "$3" && whole "$stream" "$3" "$1" || return
    check ".[0] | .reply.content == $(jq -n --arg text "$2" '$text') and (has(\"error\") | not)
      and (.attempts | length == $1 and .[-1].class == \"ok\")" || { echo "$3, stream $stream"; return 1; }
  done
}

# data TEXT...: events.
data() {
  printf 'data: %s\n\n' "$@"
}

# word TEXT: a chunk that says it.
word() {
  printf '{"choices":[{"index":0,"delta":{"content":"%s"},"finish_reason":null}]}' "$1"
}

stop='{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}'
done_='[DONE]'

# good: the events of "one two".
good() {
  data "$(word one)" "$(word ' two')" "$stop" "$done_"
}

# names glm qwen: these stand at the address of `test`, too.
names() {
  local name
  for name; do
    export "CASECRAFT_${name^^}_BASE_URL=$PROVIDER_URL/v1" "CASECRAFT_${name^^}_API_KEY=k" \
      "CASECRAFT_${name^^}_MAX_RETRIES=0"
  done
}

@test "a stream is asked for, unless the setting says no" {
  for stream in true false; do
    call $stream content=ok
    curl -sS "$PROVIDER_URL/__last" | jq -e ".body | fromjson | .stream == $stream"
  done
  CASECRAFT_TEST_MODEL=content=ok cc-call -p test <in >out
  curl -sS "$PROVIDER_URL/__last" | jq -e '.body | fromjson | .stream == true'
}

@test "429 with Retry-After: 2" {
  answers 2 ok 'status=429;retry-after=2;then;content=ok'
  check '.[0].attempts | map(.class) == ["rate", "ok"] and .[1].wait_ms >= 2000 and .[1].wait_ms < 20000'
}

@test "a time to wait for, in all its forms" {
  modes=true
  for script in "status=429;retry-after=1.2" 'status=503;retry-after=1' 'status=429;header=retry-after-ms: 1100' \
    'status=429;body={"error":{"message":"request reached max concurrency: 1, please try again after 1 seconds"}}'; do
    answers 2 ok "$script;then;content=ok"
    check '.[0].attempts[1].wait_ms | . >= 1000 and . < 20000' || { echo "$script"; return 1; }
  done
  answers 2 ok "status=429;retry-after=$(date -u -d '+3 seconds' '+%a, %d %b %Y %H:%M:%S GMT');then;content=ok"
  check '.[0].attempts[1].wait_ms | . >= 1000 and . < 20000'
  for none in soon 'Wed, 21 Oct 2015 07:28:00 GMT'; do
    answers 2 ok "status=429;retry-after=$none;then;content=ok"
    check '.[0].attempts[1].wait_ms < 15000'
  done
}

@test "429 for ever" {
  CASECRAFT_TEST_MAX_RETRIES=2 fails rate 3 status=429
  check '.[0].attempts | all(.http == 429) and .[1].wait_ms < 15000 and .[2].wait_ms < 15000'
  CASECRAFT_TEST_MAX_RETRIES=0 fails rate 1 status=429
}

@test "500 once" {
  answers 2 ok 'status=500;then;content=ok'
  check '.[0].attempts | map(.http) == [500, 200] and map(.class) == ["server", "ok"]'
}

@test "503 for ever" {
  CASECRAFT_TEST_MAX_RETRIES=5 fails overload 3 status=503
}

@test "reset before the head" {
  CASECRAFT_TEST_MAX_RETRIES=2 fails network 3 reset
  check '.[0] | (.error | has("http") | not) and (.attempts | all(has("http") | not))'
  answers 2 ok 'reset;then;content=ok'
}

@test "reset within the body" {
  fails network 2 "content=$sixty;gap=1;reset=41 events"
  answers 2 ok "content=$sixty;reset=300;then;content=ok"
}

@test "silence" {
  export CASECRAFT_TEST_TIMEOUT=0.5
  CASECRAFT_TEST_MAX_RETRIES=5 fails timeout 2 delay=60000
  check '.[0].attempts | all(.ms >= 450 and .ms < 15000)'
  fails timeout 2 'content=x;stall=0'
  modes=true
  CASECRAFT_TEST_TIMEOUT=1 answers 2 ok 'delay=60000;then;content=ok'
}

@test "silence ends with the timer of the first token, behind a head or before one" {
  export CASECRAFT_TEST_FIRST_TOKEN_TIMEOUT=0.5 CASECRAFT_TEST_TIMEOUT=50
  modes=true
  fails timeout 2 delay=60000
  check '.[0].attempts | all(.ms >= 450 and .ms < 15000)'
  fails timeout 2 first=60000
  check '.[0].attempts | all(.ms >= 450 and .ms < 15000)'
  # A role is no token.
  fails timeout 2 'content=x;stall=1 events'
  check '.[0].attempts | all(.ms >= 450 and .ms < 15000)'
}

@test "a first token that is late, but not too late" {
  export CASECRAFT_TEST_FIRST_TOKEN_TIMEOUT=20 CASECRAFT_TEST_STALL_TIMEOUT=1
  modes=true
  answers 1 ok 'content=ok;delay=1600'
  answers 1 ok 'content=ok;first=1600'
  check '.[0].attempts[0].ttft_ms >= 1600'
}

@test "without a stream there is no first token and no stall" {
  export CASECRAFT_TEST_FIRST_TOKEN_TIMEOUT=0.5 CASECRAFT_TEST_STALL_TIMEOUT=0.5
  modes=false
  answers 1 ok 'content=ok;first=1300'
  answers 1 ok 'content=ok;delay=1300'
  # Blank lines keep the connection alive before the answer.
  { yes '' | head -n 40; cat <<<'{"choices":[{"message":{"content":"ok"},"finish_reason":"stop"}]}'; } >scripts/blank
  answers 1 ok 'body-file=blank;chunk=1;gap=20'
}

@test "thinking is progress, and no part of the answer" {
  export CASECRAFT_TEST_FIRST_TOKEN_TIMEOUT=1.5 CASECRAFT_TEST_STALL_TIMEOUT=1.5
  answers 1 'one two' "content=one two;reasoning=$(seq -s ' ' 25);gap=80"
}

@test "40 of 60 tokens and then nothing" {
  modes=true
  fails network 2 "content=$sixty;cut=41 events"
  # The same where the end of the connection is the end of the body, or the last chunk is sent: cut off all the same.
  fails output 2 "content=$sixty;close;cut=41 events"
  fails output 2 "content=$(seq -s ' ' 40);finish=none;no-done"
  modes=false
  fails network 2 "content=$sixty;cut=200"
  fails server 2 "content=$sixty;close;cut=200"
}

@test "a stall after 40 of 60 tokens" {
  export CASECRAFT_TEST_STALL_TIMEOUT=0.5 CASECRAFT_TEST_TIMEOUT=50
  modes=true
  fails timeout 2 "content=$sixty;stall=41 events"
  check '.[0].attempts | all(.ms >= 450 and .ms < 15000)'
  modes=false
  CASECRAFT_TEST_TIMEOUT=1 fails timeout 2 "content=$sixty;stall=200"
}

@test "an answer that is through is one, whatever its connection does then" {
  modes=true
  for fault in cut stall reset; do
    answers 1 'one two' "content=one two;$fault=4 events;gap=1"
  done
}

@test "a stall that comments keep alive" {
  export CASECRAFT_TEST_STALL_TIMEOUT=1 CASECRAFT_TEST_TIMEOUT=50
  modes=true
  { data "$(word one)"; yes ': keep-alive' | head -n 4000; } >scripts/stream
  fails timeout 2 "$events;chunk=100;gap=50"
  check '.[0].attempts | all(.ms >= 900 and .ms < 15000)'
  # Comments before the first token do not hold back its timer, and are no fault.
  export CASECRAFT_TEST_FIRST_TOKEN_TIMEOUT=1 CASECRAFT_TEST_STALL_TIMEOUT=20
  yes ': keep-alive' | head -n 4000 >scripts/stream
  fails timeout 2 "$events;chunk=100;gap=50"
  { yes $': keep-alive\n' | head -n 40; good; } >scripts/stream
  CASECRAFT_TEST_FIRST_TOKEN_TIMEOUT=20 answers 1 'one two' "$events;chunk=28;gap=20"
}

@test "a stream that never pauses and never ends" {
  export CASECRAFT_TEST_TIMEOUT=1.5
  modes=true
  fails timeout 2 "content=$(seq -s ' ' 400);gap=40"
  check '.[0].attempts | all(.ms >= 1400 and .ms < 15000)'
}

@test "one malformed chunk" {
  modes=true
  for bad in '{"choices":[{"delta":{"content":"' 'null' '[]' 'not JSON' $'\xff\xfe' ''; do
    data "$(word one)" "$bad" "$(word ' two')" "$stop" "$done_" >scripts/stream
    answers 1 'one two' "$events"
    check '.[0].attempts[0].bad_chunks == 1' || { echo "with $bad"; return 1; }
  done
}

@test "chunks of every accepted form" {
  modes=true
  data '{"choices":[]}' '{"choices":null}' '{}' '{"choices":[{"delta":{"role":"assistant"}}],"usage":null}' \
    '{"choices":[{"delta":{"content":null},"finish_reason":""}]}' "$(word one)" \
    '{"choices":[{"delta":{"reasoning":"hm"}}]}' '{"choices":[{"delta":{"content":" two"},"finish_reason":"stop"}]}' \
    '{"choices":[]}' '[DONE] and more' >scripts/stream
  answers 1 'one two' "$events"
}

@test "a finish_reason and no [DONE], [DONE] and no finish_reason, or nothing at all" {
  answers 1 'one two' 'content=one two;no-done'
  fails output 2 'content=one two;finish=none'
  modes=true
  data "$done_" >scripts/stream
  fails output 2 "$events"
  echo ': nothing to say' >scripts/stream
  fails output 2 "$events"
  # An event that no empty line ends was not sent whole.
  { data "$(word one)"; printf 'data: %s\n' "$stop"; } >scripts/stream
  fails output 2 "$events"
}

@test "400 for the length of the context, and for the content" {
  fails context 1 'status=400;body={"error":{"message":"This model has a maximum context length of 9 tokens","code":400}}'
  fails context 1 'status=400;body={"error":{"code":"context_length_exceeded","message":"too long"}}'
  fails content 1 'status=400;body={"error":{"code":"content_filter","message":"no"}}'
  names qwen kimi
  who=kimi fails content 1 'status=400;body={"error":{"type":"content_filter","message":"considered high risk"}}'
  who=qwen fails content 1 'status=400;body={"code":"DataInspectionFailed","message":"may contain","request_id":"r"}'
  who=qwen fails context 1 'status=400;body={"code":"InvalidParameter","message":"Range of input length should be [1, 6]"}'
}

@test "a finish_reason that is no success" {
  export CASECRAFT_TEST_MAX_RETRIES=0
  answers 1 'Once upon' 'content=Once upon;finish=length'
  check '.[0].reply.finish_reason == "length"'
  fails content 1 'content=x;finish=sensitive'
  fails content 1 'content=x;finish=content_filter'
  fails server 1 'content=x;finish=network_error'
  fails context 1 'content=x;finish=model_context_window_exceeded'
  fails overload 1 'content=x;finish=insufficient_system_resource'
  fails output 1 'content=;finish=stop'
}

@test "an error inside a 200, in all shapes, at once or after some words" {
  export CASECRAFT_TEST_MAX_RETRIES=0
  names glm qwen
  while read -r who class error; do
    modes='true false'
    fails "$class" 1 "body=$error"
    modes=true
    data "$error" >scripts/stream
    fails "$class" 1 "$events"
    data "$(word one)" "$error" "$done_" >scripts/stream
    fails "$class" 1 "$events"
  done <<'END'
test auth     {"error":{"message":"Incorrect API key provided","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}
test overload {"error":{"message":"The engine is currently overloaded, please try again later","type":"engine_overloaded_error"}}
test context  {"object":"error","message":"This model's maximum context length is 9 tokens.","type":"BadRequestError","param":null,"code":400}
test overload {"error":"server busy, please try again.  maximum pending requests exceeded"}
qwen content  {"code":"DataInspectionFailed","message":"Output data may contain inappropriate content.","request_id":"r-1"}
qwen rate     {"code":"Throttling.RateQuota","message":"Requests rate limit exceeded","request_id":"r-1"}
glm  auth     {"code":1000,"msg":"身份验证失败。","success":false}
glm  billing  {"error":{"code":"1113","message":"余额不足或无可用资源包,请充值。"}}
END
}

@test "an error that only the name of its event tells" {
  modes=true
  { data "$(word one)"; echo 'event: error'; data '{"message":"The engine is overloaded"}'; } >scripts/stream
  fails overload 2 "$events"
}

@test "504 in HTML, 200 in HTML, and 200 with an empty body" {
  echo '<html><head><title>504 Gateway Time-out</title></head><body>nginx</body></html>' >scripts/504.html
  fails timeout 2 'status=504;body-file=504.html;header=Content-Type: text/html'
  fails server 2 'body-file=504.html;header=Content-Type: text/html'
  fails server 2 'body='
  modes=true
  : >scripts/stream
  fails server 2 "$events"
}

@test "200 with plain text, and with what is no HTTP" {
  for text in 'hello there' 'internal error' 'data not found' 'error: no upstream' ':-('; do
    fails server 2 "body=$text;header=Content-Type: text/plain"
  done
  echo 'hello there' >scripts/hello
  fails network 2 'raw=hello'
  printf 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnot-hexadecimal\r\n' >scripts/chunks
  fails network 2 'raw=chunks'
}

@test "an error whose body does not come whole has the class of its status" {
  export CASECRAFT_TEST_TIMEOUT=1
  for fault in cut reset stall; do
    fails rate 2 "status=429;$fault=5;gap=1"
    fails auth 1 "status=401;$fault=5;gap=1"
  done
}

@test "a content type that is wrong" {
  for wrong in text/plain text/event-stream application/octet-stream; do
    answers 1 'one two' "content=one two;stream=no;header=Content-Type: $wrong"
  done
  modes=true
  for wrong in text/plain application/json text/html; do
    answers 1 'one two' "content=one two;stream=yes;header=Content-Type: $wrong"
  done
}

@test "gzip" {
  modes=true
  good | gzip -c >scripts/stream
  answers 1 'one two' "$events;header=Content-Encoding: gzip"
  answers 1 'one two' "$events;header=Content-Encoding: gzip;packet=7"
  modes='true false'
  echo '{"choices":[{"message":{"content":"one two"},"finish_reason":"stop"}]}' | gzip -c >scripts/whole
  answers 1 'one two' 'body-file=whole;header=Content-Encoding: gzip'
}

@test "a byte a packet, and characters that are cut in the midst" {
  text='naïve 日本語 😀 “x”'
  answers 1 "$text" "content=$text;packet=1"
  answers 1 "$text" "content=$text;chunk=1"
}

@test "line ends, comments, a mark before the first byte, data on many lines" {
  modes=true
  while read -r name edit; do
    good | eval "$edit" >scripts/stream
    for more in '' ';packet=1' ';chunk=1'; do
      answers 1 'one two' "$events$more" || { echo "with $name"; return 1; }
    done
  done <<'END'
LF          cat
CRLF        sed 's/$/\r/'
CR          tr '\n' '\r'
a-mark      { printf '\357\273\277'; cat; }
no-blank    sed 's/^data: /data:/'
comments    sed 's/^data:/: keep-alive\n\n:\ndata:/'
retry       { printf 'retry: 3000\n\n'; cat; }
fields      sed 's/^data:/id: 1\nretry: 5\nevent: message\nunknown\ndata:/'
many-lines  sed 's/"delta"/\ndata: "delta"/'
many-CRLF   sed 's/"delta"/\ndata: "delta"/' | sed 's/$/\r/'
END
}

@test "usage, wherever a stream has it" {
  modes=true
  usage='"usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}'
  null='{"choices":[{"index":0,"delta":{"content":"one"}}],"usage":null}'
  for last in "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],$usage}" \
    "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\",$usage}]}" \
    "$stop"$'\n\n'"data: {\"choices\":[],$usage}" \
    "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],$usage}"$'\n\n''data: {"choices":[],"usage":null}'; do
    data "$null" "$last" "$done_" >scripts/stream
    answers 1 one "$events"
    check '.[0].attempts[0].usage == {prompt: 3, completion: 4}'
  done
  data "$null" "$stop" "$done_" >scripts/stream
  answers 1 one "$events"
  check '.[0].attempts[0] | has("usage") | not'
}

@test "50 MB" {
  head -c 1000000 /dev/zero | tr '\0' x >scripts/megabyte
  export CASECRAFT_TEST_MAX_RETRIES=0
  fails server 1 'body-file=megabyte;repeat=50'
  modes=true
  cp scripts/megabyte scripts/stream
  fails server 1 "$events;repeat=50"
  data "$(word "$(seq -s ' ' 5000)")" >scripts/stream
  fails server 1 "$events;repeat=2000"
}

@test "a head that does not end" {
  { printf 'HTTP/1.1 200 OK\r\nX-Long: '; head -c 500000 /dev/zero | tr '\0' x; } >scripts/head
  fails server 2 raw=head
  { printf 'HTTP/1.1 200 OK\r\n'; yes $'X-More: and more\r' | head -n 30000; } >scripts/head
  fails server 2 raw=head
}

@test "a redirect to another host: the key does not arrive there" {
  target=$PROVIDER_URL target_pid=$PROVIDER_PID
  provider_start -s scripts
  export CASECRAFT_TEST_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_TEST_API_KEY=sk-stays-here
  for status in 301 302 307 308; do
    fails request 1 "status=$status;header=Location: $target/v1/chat/completions"
  done
  curl -sS "$PROVIDER_URL/__last" | jq -e '.headers.authorization == "Bearer sk-stays-here"'
  PROVIDER_URL=$target stat_is .requests 0
  kill "$target_pid"
}

@test "a server that closes idle connections" {
  for stream in true false; do
    export CASECRAFT_TEST_STREAM=$stream
    # Each request after the first meets a connection that dies under it: it is sent again, and is no attempt.
    curl -sSX POST "$PROVIDER_URL/__reset" -o reset
    for _ in 1 2 3 4 5; do cat in; done | CASECRAFT_TEST_MODEL='content=ok;stale' cc-call -p test >out
    check 'length == 5 and all(.reply.content == "ok" and (.attempts | length == 1 and .[0].class == "ok"))'
    stat_is '.requests, .connections | tostring' $'5\n5'
    # One that was closed between requests is not used again.
    curl -sSX POST "$PROVIDER_URL/__reset" -o reset
    rm out
    for n in 1 2 3; do cat in; until_true has_lines out "$n"; sleep 0.5; done |
      CASECRAFT_TEST_MODEL='content=ok;idle=50' cc-call -p test >out
    check 'length == 3 and all(.reply.content == "ok" and (.attempts | length == 1))'
    stat_is '.requests, .connections | tostring' $'3\n3'
    curl -sSX POST "$PROVIDER_URL/__reset" -o reset
    for _ in 1 2 3; do cat in; done | CASECRAFT_TEST_MODEL='content=ok;header=Connection: close;close' cc-call -p test >out
    check 'length == 3 and all(.reply.content == "ok" and (.attempts | length == 1))'
    stat_is .requests 3
  done
}

# fails_without CLASS REQUESTS URL: the same as fails, where no request arrives.
fails_without() {
  local stream
  for stream in $modes; do
    CASECRAFT_TEST_BASE_URL=$3 call "$stream" content=ok
    check ".[0] | .id == \"a\" and .error.class == \"$1\" and (.error | has(\"http\") | not)
      and (.error.message | length > 0) and (.attempts | length == $2 and all(.class == \"$1\" and (has(\"http\") | not)))"
    [ "$(wc -l <out)" = 1 ]
  done
}

@test "no such host, a refused connection, TLS that is none" {
  fails_without network 2 http://no-such-host.invalid/v1
  fails_without network 2 http://127.0.0.1:1/v1
  fails_without network 2 "https://${PROVIDER_URL#http://}/v1"
  stat_is .requests 0
}

@test "a connection that does not come to stand" {
  export CASECRAFT_TEST_CONNECT_TIMEOUT=1 CASECRAFT_TEST_TIMEOUT=50 CASECRAFT_TEST_MAX_RETRIES=0
  # A process that is stopped accepts, and never shakes hands.
  for stream in true false; do
    kill -STOP "$PROVIDER_PID"
    CASECRAFT_TEST_STREAM=$stream CASECRAFT_TEST_MODEL=content=ok \
      CASECRAFT_TEST_BASE_URL=https://${PROVIDER_URL#http://}/v1 cc-call -p test <in >out
    kill -CONT "$PROVIDER_PID"
    check '.[0] | .error.class == "timeout" and (.attempts | length == 1
      and .[0].ms >= 900 and .[0].ms < 15000)'
  done
}

@test "Ollama: what its lines and its errors come to" {
  export CASECRAFT_LOCAL_SERVER_TYPE=ollama CASECRAFT_LOCAL_BASE_URL=$PROVIDER_URL CASECRAFT_LOCAL_MAX_RETRIES=0
  who=local
  answers 1 'one two' 'content=one two;reasoning=hm;usage=3 4'
  check '.[0] | .reply.finish_reason == "stop" and .attempts[0].usage == {prompt: 3, completion: 4}'
  curl -sS "$PROVIDER_URL/__last" | jq -e '.path == "/api/chat"'
  answers 1 'one two' 'content=one two;finish=length;usage=none;packet=1'
  check '.[0] | .reply.finish_reason == "length" and (.attempts[0] | has("usage") | not)'
  fails output 1 'content=one two;finish=none'
  fails output 1 'content='
  fails model 1 "status=404;body={\"error\":\"model 'x' not found\"}"
  fails overload 1 'status=503;body={"error":"server busy, please try again.  maximum pending requests exceeded"}'
  fails server 1 'status=500;body={"error":"llama runner process has terminated: exit status 2"}'
  fails request 1 'status=400;body={"error":"invalid options: num_ctx"}'
  fails network 1 "content=$sixty;cut=100"
  fails network 1 reset
  fails server 1 'body='
  modes=true
  line='{"model":"m","message":{"role":"assistant","content":"one"},"done":false}'
  last='{"model":"m","message":{"role":"assistant","content":" two"},"done":true,"done_reason":"stop"}'
  printf '%s\n' "$line" "$last" >scripts/stream
  answers 1 'one two' "$ndjson"
  printf '%s\r\n\r\n' "$line" not-JSON "$last" >scripts/stream
  answers 1 'one two' "$ndjson"
  printf '%s\n%s' "$line" "$last" >scripts/stream
  answers 1 'one two' "$ndjson"
  printf '%s\n' "$line" '{"error":"an error was encountered while running the model"}' >scripts/stream
  fails server 1 "$ndjson"
  : >scripts/stream
  fails server 1 "$ndjson"
  CASECRAFT_LOCAL_STALL_TIMEOUT=0.5 fails timeout 1 "content=$sixty;stall=40 events"
  CASECRAFT_LOCAL_FIRST_TOKEN_TIMEOUT=0.5 fails timeout 1 first=60000
}

@test "in a storm of faults no record is lost, and none is answered twice" {
  awk 'BEGIN { for (i = 1; i <= 120; i++)
    printf "{\"id\":\"%d\",\"messages\":[{\"role\":\"user\",\"content\":\"%d\"}]}\n", i, i }' >many
  storm='status=500;then;content=one two three;cut=2 events;then;reset;then;content=ok;times=3;then;finish=none;then;status=429'
  storm="$storm;then;content=ok;times=20;then;body=;then;status=400;times=3;then;content=one two;reset=400;then;content=ok"
  for stream in true false; do
    curl -sSX POST "$PROVIDER_URL/__reset" -o reset
    CASECRAFT_TEST_STREAM=$stream CASECRAFT_TEST_MODEL=$storm CASECRAFT_TEST_WORKERS=4 \
      timeout 60 cc-call -p test --seed 68 <many >out
    check 'length == 120 and (map(.id | tonumber) | sort == [range(1; 121)])
      and all(has("reply") != has("error")) and (map(select(.error)) | length == 3 and all(.error.class == "request"))'
    # The one that is reset before the head is sent again at once where its connection was used before.
    again=$(($(provider_stat .requests) - $(jq -s 'map(.attempts | length) | add' out)))
    [ "$again" = 0 ] || [ "$again" = 1 ] || { echo "$again requests are no attempt"; return 1; }
    [ "$(provider_stat .max_in_flight)" -le 4 ]
  done
}
