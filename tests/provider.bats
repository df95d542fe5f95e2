# The loopback provider itself: what a script says is what a client sees, byte for byte.
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  # shellcheck disable=SC2046
  provider_start -s "$FIXTURES/provider" $([ ! -d "$SHARED/captures" ] || echo -c "$SHARED/captures")
}

# However it was treated, it ends well: under a sanitizer, leaks are told here.
teardown() {
  local pid=${PROVIDER_PID:-}
  provider_stop
  [ -z "$pid" ] || wait "$pid"
}

# ask MODEL [CURL-ARG...]: a chat request; the body of the answer on stdout.
ask() {
  local model=$1
  shift
  jq -nc --arg model "$model" '{model: $model, messages: [
      {role: "system", content: "You write tests."},
      {role: "user", content: "GET /pets/{petId}/toys/{toyId}\nThe description."}]}' |
    curl -sS -m 20 --data-binary @- "$@" "$PROVIDER_URL/v1/chat/completions"
}

# raw [TEXT]: sends TEXT (else stdin) as it is; all that comes back until the connection ends, on stdout.
raw() {
  local port=${PROVIDER_URL##*:}
  exec 7<>"/dev/tcp/127.0.0.1/$port"
  if [ $# -gt 0 ]; then printf "$1" >&7; else cat >&7; fi
  timeout 20 cat <&7
  exec 7>&-
}

@test "an unknown model gets a completion with its name, an id and usage" {
  ask glm-4.6 >out
  jq -e '.model == "glm-4.6" and .object == "chat.completion" and (.id | startswith("chatcmpl-"))
    and .choices[0].message == {role: "assistant", content: "ok"}
    and .choices[0].finish_reason == "stop"
    and .usage.prompt_tokens + .usage.completion_tokens == .usage.total_tokens' out
}

@test "content, finish and usage are as the script says" {
  ask 'content=two words;finish=length;usage=3 4' | jq -c '[.choices[0].message.content,
    .choices[0].finish_reason, .usage]' >out
  [ "$(cat out)" = '["two words","length",{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}]' ]
  ask 'content=x;finish=none;usage=none' >out
  jq -e '(.choices[0] | has("finish_reason") | not) and (has("usage") | not)' out
}

@test "cases are of the operation that a user message names, and no two alike" {
  ask cases=2 | jq -r '.choices[0].message.content' >out
  jq -e '.cases | length == 2 and .[0].path_params == {petId: "1", toyId: "1"}
    and map(.test_type) == ["positive", "negative"] and map(.status) == [200, 405]
    and map(.method) == ["GET", "TRACE"] and all(.path == "/pets/{petId}/toys/{toyId}")' out
  ask cases=5 | jq -r '.choices[0].message.content' >out
  jq -e '.cases | length == 5 and (map(.path_params) | unique | length == 5)' out
  jq -nc '{model: "cases=3", messages: [{role: "user", content: [{type: "text", text: "POST /pets"}]}]}' |
    curl -sS --data-binary @- "$PROVIDER_URL/chat" | jq -r '.choices[0].message.content' >out
  jq -e '.cases | map(.method) == ["POST", "TRACE", "POST"] and all(.path == "/pets") and (map(.headers) | unique | length == 3)' out
}

@test "status, header, body and retry-after" {
  run -0 ask 'status=503;header=X-Note: a: b;header Content-Type: text/plain;body=busy; retry-after 7' -i
  [ "${lines[0]}" = $'HTTP/1.1 503 Service Unavailable\r' ]
  [[ "$output" = *$'\r\nX-Note: a: b\r\n'* ]]
  [[ "$output" = *$'\r\nRetry-After: 7\r\n'* ]]
  [[ "$output" = *$'\r\nContent-Type: text/plain\r\n'* ]]
  [[ "$output" != *application/json* ]]
  [[ "$output" = *$'\r\n\r\nbusy' ]]
  ask status=429 | jq -e '.error.code == 429 and (.error.message | type == "string")'
}

@test "times and then lead from block to block, and the last answers for ever" {
  for want in 429 429 500 200 200; do
    [ "$(ask 'status=429;times=2;then;status=500;then;content=x' -o body -w '%{http_code}')" = $want ]
  done
  for want in 503 200 200; do
    [ "$(ask 'status=503;times=1' -o body -w '%{http_code}')" = $want ]
  done
}

@test "a script file answers to the model, to X-Script and to the path of a GET" {
  [ "$(ask rate-then-cases -o body -w '%{http_code}')" = 429 ]
  [ "$(ask other -H 'X-Script: rate-then-cases' -o body -w '%{http_code}')" = 429 ]
  curl -sS "$PROVIDER_URL/rate-then-cases" | jq -r '.choices[0].message.content' | jq -e '.cases | length == 3'
  ask fenced | jq -j '.choices[0].message.content' | cmp - "$FIXTURES/provider/fenced.txt"
  run -0 ask gateway -w '%{http_code} %{content_type}'
  [ "${lines[-1]}" = '502 text/html; charset=utf-8' ]
  ask gateway | cmp - "$FIXTURES/provider/gateway.html"
}

@test "a script that is none is 418 and says why" {
  ask wrong | jq -e '.error.code == 418 and (.error.message | contains("teapot"))'
  ask 'stauts=500' | jq -e '.error.code == 418 and (.error.message | contains("stauts"))'
  ask 'delay=soon' | jq -e '.error.code == 418 and (.error.message | contains("soon"))'
  ask x -H 'X-Script: not-here' | jq -e '.error.code == 418 and (.error.message | contains("not-here"))'
  ask 'body-file=../provider.bats' | jq -e '.error.code == 418'
  ask 'capture:../specs/x' | jq -e '.error.code == 418'
  [ "$(curl -sS -o body -w '%{http_code}' "$PROVIDER_URL/not-here")" = 404 ]
}

@test "delay keeps the first byte back" {
  took=$(ask 'delay=300' -o body -w '%{time_starttransfer}')
  awk -v t="$took" 'BEGIN { exit !(t >= 0.3) }'
}

@test "cut announces more than comes: curl 18" {
  run -18 --separate-stderr ask 'body=0123456789;cut=4'
  [ "$output" = 0123 ]
  run -18 --separate-stderr ask 'body=0123456789;cut=10'
  [ "$output" = 0123456789 ]
  run -18 --separate-stderr ask 'body=0123456789;chunk=5;cut=10'
  [ "$output" = 01234 ]
  run -18 --separate-stderr ask 'content=one two three;stream;cut=600'
  [[ "$output" = 'data: {'* ]]
  [[ "$output" != *DONE* ]]
}

@test "reset is a reset, before the first byte or after some" {
  run --separate-stderr ask reset
  [ "$status" = 56 ] || [ "$status" = 52 ]
  [ -z "$output" ]
  run -56 --separate-stderr ask 'body=0123456789;delay=20;reset=4;gap=100;packet=50'
}

@test "stall sends a part and keeps the connection" {
  run -28 --separate-stderr ask 'body=0123456789;stall=3' -m 1
  [ "$output" = 012 ]
  until_true stat_is .in_flight 0
}

@test "chunk frames the body, to the byte" {
  ask 'body=abcdefg;chunk=3' --raw >out
  printf '3\r\nabc\r\n3\r\ndef\r\n1\r\ng\r\n0\r\n\r\n' | cmp - out
  [ "$(ask 'body=abcdefg;chunk=3')" = abcdefg ]
}

@test "packet and gap divide the writes" {
  ask 'body=abcdefghijklmnopqrst;packet=5;gap=20' --trace trace -o out
  [ "$(cat out)" = abcdefghijklmnopqrst ]
  grep -q 'Recv data, 5 bytes' trace
  took=$(ask 'body=abcdefg;packet=20;gap=30' -o out -w '%{time_total}')
  awk -v t="$took" 'BEGIN { exit !(t >= 0.12) }'
  took=$(ask 'body=abcdefg;chunk=1;gap=20' -o out -w '%{time_total}')
  awk -v t="$took" 'BEGIN { exit !(t >= 0.12) }'
}

@test "close ends the body with the connection" {
  run -0 ask 'body=abc;close' -i
  [[ "$output" = *$'\r\nConnection: close\r\n'* ]]
  [[ "$output" != *Content-Length* ]]
  [[ "$output" = *abc ]]
}

@test "raw sends a file as it is" {
  raw 'GET /torn HTTP/1.1\r\n\r\n' >out
  cmp out "$FIXTURES/provider/torn.http"
  run -18 --separate-stderr ask torn
}

@test "stream is events: role, words, finish, usage, [DONE]" {
  ask 'content=one two  three;stream;usage=5 6' -D head >out
  grep -qi '^content-type: text/event-stream' head
  [ "$(tail -n 2 out | head -n 1)" = 'data: [DONE]' ]
  sed -n 's/^data: {/{/p' out | jq -s . >events
  jq -e '.[0].choices[0].delta.role == "assistant"
    and (map(.choices[0].delta.content // "") | join("")) == "one two  three"
    and .[-2].choices[0].finish_reason == "stop"
    and .[-1].choices == [] and .[-1].usage.total_tokens == 11' events
  jq -nc '{model: "m", stream: true}' | curl -sS --data-binary @- "$PROVIDER_URL/chat" | grep -qx 'data: \[DONE\]'
  jq -nc '{model: "stream no", stream: true}' | curl -sS --data-binary @- "$PROVIDER_URL/chat" | jq -e .choices
}

@test "events: what was thought comes first, and [DONE] may be missing" {
  ask 'content=one two;reasoning=let me see;stream;no-done' | sed -n 's/^data: //p' >out
  jq -es 'map(.choices[0].delta // {}) | (map(.reasoning_content // "") | join("")) == "let me see"
    and (map(.content // "") | join("")) == "one two" and (map(has("content")) | index(true) == 0)' out
  run ! grep -q DONE out
  ask 'content=one;reasoning=hm' | jq -e '.choices[0].message == {role: "assistant", content: "one", reasoning_content: "hm"}'
}

# ollama SCRIPT MEMBERS [CURL-ARG...]: a request of Ollama's own; the body of the answer on stdout.
ollama() {
  local script=$1 members=$2
  shift 2
  jq -nc --arg model "$script" "{model: \$model, messages: [{role: \"user\", content: \"GET /pets/{id}\"}]$members}" |
    curl -sS -m 20 --data-binary @- "$@" "$PROVIDER_URL/api/chat"
}

@test "at /api/chat answers are lines in Ollama's form, unless they are not to be streamed" {
  ollama 'content=one two;reasoning=hm hm;usage=3 4;finish=length' '' -D head >out
  grep -qi '^content-type: application/x-ndjson' head
  jq -es '(map(.message.content) | join("")) == "one two" and (map(.message.thinking // "") | join("")) == "hm hm"
    and (map(.done) == [false, false, false, false, true]) and all(.model and .created_at)
    and (.[-1] | .done_reason == "length" and .prompt_eval_count == 3 and .eval_count == 4)' out
  ollama 'content=one two;usage=none' ', stream: false' -D head >out
  grep -qi '^content-type: application/json; charset=utf-8' head
  jq -es 'length == 1 and (.[0] | .message == {role: "assistant", content: "one two"} and .done
    and .done_reason == "stop" and (has("eval_count") | not))' out
  ollama 'content=one two;finish=none' '' | jq -es 'length == 2 and all(.done | not)'
  ollama 'cases 3' ', stream: false' | jq -e '.message.content | fromjson | .cases | length == 3'
  [ "$(ollama status=503 '' -w '%{http_code}')" = '{"error":"the script says 503"}503' ]
}

@test "what the servers of local models say of themselves" {
  get() { curl -sS -o body -w '%{http_code} %{content_type}' "$PROVIDER_URL/$1"; }
  for path in api/version version props health; do
    [ "$(get $path)" = '404 application/json' ]
  done
  provider_stop
  provider_start --as ollama
  [ "$(get api/version)" = '200 application/json; charset=utf-8' ]
  jq -e .version body
  get api/tags && jq -e '.models[0].name == "loopback:latest"' body
  [ "$(get '' && cat body)" = '200 text/plainOllama is running' ]
  [ "$(get props && cat body)" = '404 text/plain404 page not found' ]
  provider_stop
  provider_start --as vllm
  [ "$(get api/version)" = '404 application/json' ]
  get version && jq -e .version body
  provider_stop
  mkdir -p scripts/v1
  echo 'body {"total_slots":2}' >scripts/props.script
  echo 'body {"data":[{"id":"mine"}]}' >scripts/v1/models.script
  provider_start --as llamacpp -s scripts
  get props && jq -e '.total_slots == 2' body
  get v1/models && jq -e '.data[0].id == "mine"' body
  get health && jq -e '.status == "ok"' body
  run -2 --separate-stderr "$PROVIDER_BIN" --as teapot
}

@test "first keeps the body back, not the head" {
  read -r head body < <(ask 'content=ok;stream;first=400' -o out -w '%{time_starttransfer} %{time_total}\n')
  awk -v h="$head" -v b="$body" 'BEGIN { exit !(b - h >= 0.35) }'
}

@test "a fault may come after so many events" {
  for framing in '' ';close'; do
    ask "content=one two three;stream$framing;cut=3 events" >out || [ "$framing" = '' ]
    [ "$(grep -c '^data: ' out)" = 3 ]
    [ "$(tail -n 2 out | sed -n 's/^data: //p' | jq -r '.choices[0].delta.content')" = 'two ' ]
  done
  run -56 --separate-stderr ollama 'content=one two three;reset=2 events;gap=50' ''
  [ "${#lines[@]}" = 2 ]
}

@test "repeat makes a long body of a short one" {
  [ "$(ask 'body=abc;repeat=3')" = abcabcabc ]
  [ "$(ask 'body=abc;repeat=3;packet=4;gap=5')" = abcabcabc ]
  [ "$(ask 'body=abc;repeat=20000' -w '%{size_download}' -o /dev/null)" = 60000 ]
  run -18 --separate-stderr ask 'body=abc;repeat=3;cut=5'
  [ "$output" = abcab ]
}

@test "a connection ends when idle, or dies under the next request" {
  url=$PROVIDER_URL/body=x
  [ "$(curl -sS -o out -o out -w '%{num_connects} ' "$url;idle=60000" "$url")" = '1 0 ' ]
  raw 'GET /body=x;idle=50 HTTP/1.1\r\n\r\n' | grep -q 'x$'
  [ "$(curl -sS -o out -o out -w '%{num_connects} ' "$url;stale" "$url")" = '1 1 ' ]
  stat_is '.scripts | [.["body=x;stale"], .["body=x"]] | map(.requests) | tojson' '[1,2]'
}

@test "every capture is replayed byte for byte" {
  need_shared captures
  for file in "$SHARED"/captures/*/*.http; do
    name=${file#"$SHARED/captures/"}
    raw "GET /capture:${name%.http} HTTP/1.1\r\nConnection: close\r\n\r\n" >out
    cmp "$file" out
  done
}

@test "a capture keeps the connection only where its end can be seen" {
  need_shared captures
  curl -sS -o out -o out -w '%{num_connects}\n' "$PROVIDER_URL/capture:llama-2026/chat" \
    "$PROVIDER_URL/capture:llama-2026/chat-stream" >connects
  [ "$(tr '\n' ' ' <connects)" = '1 0 ' ]
  run -18 --separate-stderr curl -sS "$PROVIDER_URL/capture:llama-2026/server-sigkill-midstream"
  run -18 --separate-stderr ask 'capture llama-2026/chat;cut=20'
  [ "${#output}" = 20 ]
}

@test "requests are counted in all and by script, and what is in flight at once" {
  callers=()
  for i in 1 2 3 4 5 6; do
    curl -s -m 30 -H 'X-Script: stall=0' "$PROVIDER_URL" -o /dev/null 3>&- &
    callers+=($!)
  done
  until_true stat_is .in_flight 6
  ask quick >out
  stat_is '.requests, .max_in_flight, .connections | tostring' $'7\n7\n7'
  stat_is '.scripts["stall=0"] | tojson' '{"requests":6,"in_flight":6,"max_in_flight":6}'
  stat_is '.scripts.quick.max_in_flight' 1
  curl -sS -X POST "$PROVIDER_URL/__reset"
  stat_is '.requests, .in_flight, .max_in_flight | tostring' $'0\n6\n6'
  kill "${callers[@]}"
  until_true stat_is .in_flight 0
  stat_is '.max_in_flight' 6
  curl -sS -X POST "$PROVIDER_URL/__reset"
  stat_is 'tojson' '{"requests":0,"in_flight":0,"max_in_flight":0,"connections":0,"scripts":{}}'
}

@test "a worker that ends one call before it starts the next is never seen twice" {
  for i in $(seq 1 40); do echo 'url="'"$PROVIDER_URL/delay=$((i % 3))"'"'; done >urls
  curl -sS -Z --parallel-max 3 -K urls >out 2>&1
  [ "$(provider_stat .requests)" = 40 ]
  [ "$(provider_stat .max_in_flight)" -le 3 ]
  curl -sS -X POST "$PROVIDER_URL/__reset"
  workers=()
  for worker in 1 2 3; do
    for i in $(seq 1 15); do
      curl -s -m 0.03 "$PROVIDER_URL/stall=$worker" -o /dev/null || true
    done 3>&- &
    workers+=($!)
  done
  wait "${workers[@]}"
  [ "$(provider_stat .requests)" -gt 3 ]
  [ "$(provider_stat .max_in_flight)" -le 3 ]
}

@test "the last request can be looked at" {
  [ "$(curl -sS "$PROVIDER_URL/__last")" = null ]
  ask 'content=x' -H 'Authorization: Bearer k' -o out
  curl -sS "$PROVIDER_URL/__last" >last
  jq -e '.method == "POST" and .path == "/v1/chat/completions" and .headers.authorization == "Bearer k"
    and (.body | fromjson | .model) == "content=x"' last
}

@test "models are listed" {
  curl -sS "$PROVIDER_URL/v1/models" | jq -e '.object == "list" and (.data | length > 0)'
  curl -sS "$PROVIDER_URL/models" | jq -e '.data[0].id'
}

@test "requests may come chunked, after 100 Continue, in a row, or a byte at a time" {
  [ "$(ask 'content=c' -H 'Transfer-Encoding: chunked' | jq -r '.choices[0].message.content')" = c ]
  ask 'content=c' -H 'Expect: 100-continue' -v -o out 2>trace
  grep -q '^< HTTP/1.1 100 Continue' trace
  raw 'GET /body=1 HTTP/1.1\r\n\r\nGET /body=2;delay=20 HTTP/1.1\r\n\r\nGET /body=3;close HTTP/1.1\r\n\r\n' |
    tr -d '\r' | grep -v : | tr -d '\n' >out
  [ "$(cat out)" = 'HTTP/1.1 200 OK1HTTP/1.1 200 OK2HTTP/1.1 200 OK3' ]
  text=$'POST /x HTTP/1.1\r\nConnection: close\r\nContent-Length: 22\r\n\r\n{"model":"body=slow!"}'
  for ((i = 0; i < ${#text}; i++)); do printf %s "${text:i:1}"; done | raw >out
  grep -q 'slow!$' out
}

@test "what is no request is refused, and the provider lives on" {
  raw '\r\n\r\n \x01\x02\r\n\r\n' | grep -q '^HTTP/1.1 400 '
  raw '\x16\x03\x01' | grep -q '^HTTP/1.1 400 '
  raw 'GET / HTTP/9.9\r\n\r\n' | grep -q '^HTTP/1.1 505 '
  raw 'GET / HTTP/1.1\r\nno colon\r\n\r\n' | grep -q '^HTTP/1.1 400 '
  raw 'POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n' | grep -q '^HTTP/1.1 400 '
  raw 'POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n' | grep -q '^HTTP/1.1 413 '
  raw 'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n' | grep -q '^HTTP/1.1 400 '
  raw 'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nfffffffff\r\n' | grep -q '^HTTP/1.1 413 '
  { printf 'GET / HTTP/1.1\r\nX: '; head -c 100000 /dev/zero | tr '\0' x; } | raw | grep -q '^HTTP/1.1 431 '
  for i in 1 2 3 4 5; do
    { head -c 3000 /dev/urandom; printf '\r\n\r\n'; } | raw >out || true
  done
  curl -sS --data-binary '{"model":' "$PROVIDER_URL/x" | jq -e '.model == "default"'
  curl -sS --data-binary $'\xff\xfe' "$PROVIDER_URL/x" | jq -e '.model == "default"'
  [ "$(provider_stat .requests)" -ge 2 ]
}

@test "it listens on 127.0.0.1 alone" {
  run -7 --separate-stderr curl -sS -m 5 "http://127.0.0.2:${PROVIDER_URL##*:}/models"
  run -7 --separate-stderr curl -sS -g -m 5 "http://[::1]:${PROVIDER_URL##*:}/models"
}

@test "it ends with 0 at SIGTERM and SIGINT, in the midst of calls" {
  curl -s -m 30 "$PROVIDER_URL/stall" -o /dev/null 3>&- &
  until_true stat_is .in_flight 1
  kill "$PROVIDER_PID"
  wait "$PROVIDER_PID"
  provider_start
  kill -INT "$PROVIDER_PID"
  wait "$PROVIDER_PID"
  PROVIDER_PID=
}

@test "it ends when its parent does" {
  bash -c '"$0" >port & echo $! >pid; until [ -s port ]; do sleep 0.02; done; kill -9 $$' \
    "$PROVIDER_BIN" 3>&- || true
  pid=$(cat pid)
  gone() { ! kill -0 "$pid" 2>/dev/null || grep -q '^State:.Z' "/proc/$pid/status"; }
  until_true gone
}

@test "a port may be given; one that is taken is told" {
  port=${PROVIDER_URL##*:}
  run -4 --separate-stderr "$PROVIDER_BIN" -p "$port"
  # shellcheck disable=SC2154
  [[ "$stderr" = *"127.0.0.1:$port"* ]]
  run -2 --separate-stderr "$PROVIDER_BIN" -p 0
  run -2 --separate-stderr "$PROVIDER_BIN" operand
  provider_stop
  until_true bash -c "! curl -s http://127.0.0.1:$port/models -o /dev/null"
  provider_start -p "$port"
  [ "$PROVIDER_URL" = "http://127.0.0.1:$port" ]
}
