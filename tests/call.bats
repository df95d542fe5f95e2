# cc-call: answers, caps, errors, retries, checking and builtin, against the loopback provider.
# shellcheck disable=SC2154 # stderr is set by run --separate-stderr
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  fixtures=$FIXTURES/call
  export ASAN_OPTIONS="${ASAN_OPTIONS:-}:quarantine_size_mb=1"
  serve
}

teardown() {
  provider_stop
}

# serve: a loopback provider, which provider `test` calls.
serve() {
  # shellcheck disable=SC2046
  provider_start -s "$fixtures" $([ ! -d "$SHARED/captures" ] || echo -c "$SHARED/captures")
  export CASECRAFT_TEST_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_TEST_MODEL=content=ok
}

# provider NAME MODEL [WORKERS]: one more provider at the address of `test`.
provider() {
  export "CASECRAFT_${1^^}_BASE_URL=$PROVIDER_URL/v1" "CASECRAFT_${1^^}_MODEL=$2" \
    "CASECRAFT_${1^^}_WORKERS=${3:-1}"
}

# chats N [MEMBERS [BYTES]]: N records that bring messages of so many bytes.
chats() {
  awk -v n="$1" -v members="${2:+$2,}" -v bytes="${3:-2}" 'BEGIN {
    while (length(text) < bytes) text = text "Hello, this is text. "
    text = substr(text, 1, bytes)
    for (i = 1; i <= n; i++)
      printf "{\"id\":\"%d\",%s\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}\n", i, members, text
  }'
}

# gives CLASS REQUESTS SCRIPT [NAME]: what becomes of one record where the provider does this.
gives() {
  local name=${4:-test} before after
  before=$(requests)
  chats 1 | env "CASECRAFT_${name^^}_MODEL=$3" timeout 60 cc-call -p "$name" --seed 68 >out || return
  after=$(requests)
  check "length == 1 and .[0].error.class == \"$1\" and .[0].error.provider == \"$name\"
    and (.[0] | has(\"reply\") | not)
    and (.[0].attempts | length == $2 and .[-1].class == \"$1\")" || { echo "script $3"; return 1; }
  [ $((after - before)) = "$2" ] || { echo "script $3: $((after - before)) requests, not $2"; return 1; }
}

# operations [ID]: records of our own description, all or one.
operations() {
  cc-split "$fixtures/operations.yaml" | jq -c --arg id "${1:-}" 'select($id == "" or .id == $id)'
}

# answered FILE [ARG...]: the POST of our own description, answered with what stands in FILE; into out.
answered() {
  operations 'POST /toys' | CASECRAFT_TEST_MODEL="content-file=$1${2:-}" cc-call -p test --cases 4 >out
}

@test "a record with messages gets a reply, and keeps its bytes" {
  printf '%s\n' '{"id":"a",  "n":1.10,"messages":[ {"role":"user","content":"caf\u00e9 😀"} ],"z":9223372036854775807}' >in
  CASECRAFT_TEST_MODEL='content=yes, twelve;usage=12 3' cc-call -p test <in >out
  check '.[0].reply == {content: "yes, twelve", finish_reason: "stop"} and .[0].provider == "test"'
  head -c $(($(wc -c <in) - 2)) in >want
  head -c "$(wc -c <want)" out | cmp want
  curl -s "$PROVIDER_URL/__last" | jq -c '.body | fromjson' >body
  check '.[0].messages == [{role: "user", content: "café 😀"}]' body
}

@test "a key that a provider sends back is blotted out" {
  chats 1 | CASECRAFT_TEST_API_KEY=sk-hidden \
    CASECRAFT_TEST_MODEL='status=400;header=X-Request-Id: r-1;body={"error":{"code":"sk-hidden","message":"sk-hidden is bad"}}' \
    cc-call -p test >out
  check '.[0].error.code == "*********" and .[0].error.message == "********* is bad"'
  provider_stop
  mkdir scripts
  printf 'status 400\nheader X-Request-Id: sk-hidden-7\n' >scripts/back.script
  provider_start -s scripts
  chats 1 | CASECRAFT_TEST_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_TEST_API_KEY=sk-hidden CASECRAFT_TEST_MODEL=back \
    cc-call -p test >out
  check '.[0].attempts[0].request_id == "*********-7"'
  run ! grep -q sk-hidden out
}

@test "an attempt has its provider, model, times, status, class and usage" {
  chats 1 | CASECRAFT_TEST_MODEL='delay=60;usage=12 3;header=X-Request-Id: r-77' cc-call -p test >out
  check '.[0].attempts | length == 1 and .[0].provider == "test" and (.[0].model | startswith("delay"))
    and (.[0].at | test("^20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9](\\.[0-9]+)?Z$"))
    and .[0].ms >= 60 and .[0].ms < 20000 and .[0].ttft_ms >= 60 and .[0].wait_ms < 20000
    and .[0].http == 200 and .[0].class == "ok" and .[0].usage == {prompt: 12, completion: 3}
    and .[0].request_id == "r-77"'
  jq -c '.attempts[0].usage = {prompt: 1} | del(.reply)' out | CASECRAFT_TEST_MODEL='usage=none' cc-call -p test >again
  check '.[0].attempts | length == 2 and .[0].usage == {prompt: 1} and (.[1] | has("usage") | not)' again
}

@test "an operation gets cases, finished by us" {
  operations | CASECRAFT_TEST_MODEL='cases 3' cc-call -p test --cases 4 >out
  check 'length == 2 and all(.cases | length == 3) and (map(has("error") or has("reply")) | any | not)'
  check '[.[] | select(.id == "GET /toys/{toyId}").cases[]] | (map(.case_id) | unique | length == 3)
    and all(.case_id | startswith("GET_TOYS_TOYID-")) and all(.target | test("^/toys/[0-9]+"))
    and all(.provider == "test" and .path == "/toys/{toyId}") and map(.method) == ["GET", "TRACE", "GET"]
    and all(.headers.Authorization == "Bearer ${AUTH_TOKEN}") and map(.documented) == [true, false, true]'
  check '[.[] | select(.id == "POST /toys").cases[].module] | unique == ["making"]'
}

@test "a case that does not hold is rejected alone, with its reason" {
  answered mixed.txt
  check '.[0].cases | map(.name) == ["A toy with a name", "The name is missing"]
    and map(.case_id) == ["POST_TOYS-POS-001", "POST_TOYS-NEG-001"]
    and map(.status) == [201, 400] and .[0].body_text == "{\"name\":\"Bear\"}"'
  check '.[0].rejected | length == 6 and all(.reason | length > 10) and (map(.case.name?) | .[0:3]
    == ["A valid toy, it says", "Another operation", "The same again"])
    and (.[0].reason | contains("breaks 2 constraints: body, at /name: ") and contains("; body, at /price: ")) and .[5].case == "not even an object"'
}

@test "an answer none of whose cases holds is an error, asked for once more" {
  answered bad.txt
  check '.[0] | .error.class == "output" and (.rejected | length == 2) and (has("cases") | not)
    and (.attempts | map(.class)) == ["output", "output"]'
  [ "$(requests)" = 2 ]
}

@test "an answer may be fenced, in prose, or in one more object" {
  for file in fenced prose wrapped; do
    answered $file.txt
    check '.[0].cases | map(.name) == ["A toy with a name", "An empty name"]'
    check '.[0] | has("partial") or has("rejected") | not'
  done
}

@test "an answer that was cut off keeps its whole cases" {
  answered cut.txt ';finish=length'
  check '.[0] | .partial == "length" and (.cases | map(.name)) == ["A toy with a name", "An empty name ["]'
  answered wrapped.txt ';finish=length'
  check '.[0] | .partial == "length" and (.cases | length == 2)'
  chats 1 | CASECRAFT_TEST_MODEL='content=Once upon;finish=length' cc-call -p test >out
  check '.[0].reply == {content: "Once upon", finish_reason: "length"}'
}

@test "the request has what the vendor wants, and the key in one header" {
  export CASECRAFT_GLM_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_GLM_API_KEY=sk-glm CASECRAFT_GLM_MAX_TOKENS=77
  export CASECRAFT_KIMI_BASE_URL=$PROVIDER_URL CASECRAFT_KIMI_API_KEY=sk-kimi CASECRAFT_KIMI_TEMPERATURE=1
  last() { curl -s "$PROVIDER_URL/__last" | jq -c '.body |= fromjson' >last; }
  chats 1 | cc-call -p test >out
  last
  check '.[0] | .method == "POST" and .path == "/v1/chat/completions"
    and .headers["content-type"] == "application/json" and (.headers | has("authorization") | not)
    and .body.model == "content=ok" and .body.messages == [{role: "user", content: "He"}]
    and .body.stream == true and .body.stream_options == {include_usage: true} and .body.max_tokens > 0 and (.body | has("response_format") | not)' last
  chats 1 | cc-call -p glm >out
  last
  check '.[0] | .headers.authorization == "Bearer sk-glm" and .body.stream == true and .body.max_tokens == 77 and .body.temperature <= 1
    and .body.thinking == {type: "disabled"} and (.body | has("response_format") | not)' last
  operations 'POST /toys' | CASECRAFT_GLM_MODEL=cases cc-call -p glm >out
  last
  check '.[0].body | .response_format == {type: "json_object"} and .messages[0].role == "system"
    and (.messages[-1] | .role == "user" and (.content | startswith("POST /toys\n")))' last
  operations 'POST /toys' | CASECRAFT_KIMI_MODEL=cases cc-call -p kimi >out
  last
  check '.[0] | .path == "/chat/completions" and .headers.authorization == "Bearer sk-kimi"
    and .body.max_completion_tokens > 0 and (.body | has("max_tokens") or has("temperature") | not)
    and .body.response_format == {type: "json_object"}' last
}

@test "a worker cap is reached and never passed" {
  for cap in 3 8; do
    curl -sX POST "$PROVIDER_URL/__reset"
    chats 40 | CASECRAFT_TEST_WORKERS=$cap CASECRAFT_TEST_MODEL=delay=40 cc-call -p test >out
    check 'length == 40 and all(.reply)'
    [ "$(provider_stat .max_in_flight)" = $cap ]
  done
  curl -sX POST "$PROVIDER_URL/__reset"
  chats 20 | CASECRAFT_TEST_WORKERS=3 CASECRAFT_TEST_MODEL=delay=40 cc-call -p test -j 5 >out
  [ "$(provider_stat .max_in_flight)" = 5 ]
}

@test "two processes share a cap" {
  export CASECRAFT_TEST_WORKERS=3 CASECRAFT_TEST_MODEL=delay=30
  chats 30 >in
  cc-call -p test <in >first 3>&- &
  first=$!
  cc-call -p test <in >out
  wait "$first"
  check 'length == 30 and all(.reply)' first
  check 'length == 30 and all(.reply)'
  [ "$(requests)" = 60 ]
  [ "$(provider_stat .max_in_flight)" = 3 ]
}

@test "the slots of a process that is killed are free again" {
  export CASECRAFT_TEST_WORKERS=3
  chats 3 >in
  CASECRAFT_TEST_MODEL=stall=0 cc-call -p test <in >killed 3>&- &
  victim=$!
  until_true stat_is .in_flight 3
  chats 9 | CASECRAFT_TEST_MODEL=delay=30 timeout 30 cc-call -p test >out 3>&- &
  other=$!
  sleep 0.3
  [ "$(requests)" = 3 ]
  kill -9 "$victim"
  wait "$other"
  check 'length == 9 and all(.reply)'
  [ ! -s killed ]
}

@test "providers of one address share its slots" {
  provider one delay=30 2
  provider two delay=30 2
  { chats 10 '"provider":"one"'; chats 10 '"provider":"two"'; } | cc-call >out
  check 'length == 20 and all(.reply)'
  [ "$(provider_stat .max_in_flight)" = 2 ]
}

@test "candidates go to whoever is free" {
  first=$PROVIDER_URL first_pid=$PROVIDER_PID
  serve
  export CASECRAFT_SLOW_BASE_URL=$first/v1 CASECRAFT_SLOW_MODEL=delay=600 CASECRAFT_QUICK_BASE_URL=$PROVIDER_URL/v1 \
    CASECRAFT_QUICK_MODEL=delay=20
  chats 8 '"candidates":["slow","quick"]' | cc-call >out
  check 'length == 8 and all(.reply and .provider == .attempts[0].provider)
    and (map(select(.provider == "slow")) | length | . == 1 or . == 2)'
  # A worker that another process holds is not free.
  chats 1 | CASECRAFT_SLOW_MODEL=delay=3000 cc-call -p slow >held 3>&- &
  holder=$!
  PROVIDER_URL=$first until_true stat_is .in_flight 1
  chats 4 '"candidates":["slow","quick"]' | cc-call >out
  check 'map(.provider) == ["quick", "quick", "quick", "quick"]'
  # One that is not configured is no candidate, which is said once.
  chats 2 '"candidates":["nobody","quick"]' | cc-call >out 2>err
  check 'map(.provider) == ["quick", "quick"]'
  printf 'cc-call: warning: a candidate is passed over: %s\n' \
    'provider nobody is not known: set CASECRAFT_NOBODY_BASE_URL to make it one' | diff - err
  chats 1 '"candidates":["nobody"]' | cc-call >out
  check '.[0].error.class == "config"'
  chats 1 '"candidates":[]' | cc-call >out
  check '.[0].error.class == "config"'
  wait "$holder"
  kill "$first_pid"
}

@test "errors that a second try cannot help are asked once" {
  gives auth 1 'status=401;body={"error":{"code":"invalid_api_key","message":"Incorrect API key provided"}}'
  gives auth 1 status=403
  gives billing 1 status=402
  gives model 1 status=404
  gives request 1 'status=400;body={"error":{"message":"temperature is out of range"}}'
  gives context 1 'status=400;body={"error":{"code":"context_length_exceeded","message":"too long"}}'
  gives context 1 'status=400;body={"error":{"message":"This model has a maximum context length of 9 tokens"}}'
  gives content 1 'content=x;finish=sensitive'
  gives content 1 'content=x;finish=content_filter'
  gives content 1 'status=400;body={"error":{"code":"content_filter","message":"no"}}'
  check '.[0].error | .http == 400 and .code == "content_filter" and .message == "no"'
}

@test "six things that arrive as 429 are told apart by their body" {
  export CASECRAFT_GLM_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_GLM_API_KEY=k CASECRAFT_GLM_MAX_RETRIES=0
  export CASECRAFT_OPENAI_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_OPENAI_API_KEY=k CASECRAFT_OPENAI_MAX_RETRIES=0
  export CASECRAFT_KIMI_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_KIMI_API_KEY=k CASECRAFT_KIMI_MAX_RETRIES=0
  gives billing 1 'status=429;body={"error":{"code":"1113","message":"余额不足或无可用资源包,请充值。"}}' glm
  check '.[0].error | .http == 429 and .code == "1113" and (.message | startswith("余额不足"))'
  gives overload 1 'status=429;body={"error":{"code":"1305","message":"busy"}}' glm
  gives rate 1 'status=429;body={"error":{"code":"1302","message":"slow down"}}' glm
  gives quota 1 'status=429;body={"error":{"code":"1308","message":"five hours"}}' glm
  gives content 1 'status=429;body={"error":{"code":"1301","message":"no"}}' glm
  gives billing 1 'status=429;body={"error":{"code":"insufficient_quota","message":"pay"}}' openai
  gives overload 1 'status=429;body={"error":{"type":"engine_overloaded_error","message":"busy"}}' kimi
  gives auth 1 'body={"code":1000,"msg":"身份验证失败。","success":false}' glm
}

@test "errors that may pass are tried again, so often" {
  export CASECRAFT_TEST_MAX_RETRIES=2
  gives rate 3 status=429
  gives overload 3 status=503
  gives server 3 'status=500;body={"error":{"message":"oops"}}'
  gives network 3 reset
  gives network 3 'content=a longer answer than that;cut=30'
  gives server 3 'body='
  gives server 3 'body=hello there'
  gives output 2 'content=x;finish=none'
  gives output 2 'content='
  gives overload 3 'body={"error":{"message":"The engine is overloaded","code":"x"}}'
  gives timeout 2 'status=504;body-file=gateway.html;header=Content-Type: text/html'
}

@test "no retries means one request" {
  export CASECRAFT_TEST_MAX_RETRIES=0
  for script in status=429 status=503 status=500 reset 'body=' 'content=x;finish=none'; do
    gives "$(case $script in *429) echo rate ;; *503) echo overload ;; reset) echo network ;;
      *finish*) echo output ;; *) echo server ;; esac)" 1 "$script"
  done
  export CASECRAFT_TEST_BASE_URL=http://127.0.0.1:1
  chats 1 | cc-call -p test >out
  check '.[0].error.class == "network" and (.[0].attempts | length == 1 and (.[0] | has("http") | not))'
}

@test "a try that succeeds after others ends it" {
  chats 1 | CASECRAFT_TEST_MODEL='status=500;then;status=429;then;content=at last' cc-call -p test --seed 68 >out
  check '.[0] | .reply.content == "at last" and (.attempts | map(.class)) == ["server", "rate", "ok"]
    and (.attempts | map(.http)) == [500, 429, 200] and (has("error") | not)'
  [ "$(requests)" = 3 ]
}

@test "retry-after is kept to, and one that is too long is not waited for" {
  chats 1 | CASECRAFT_TEST_MODEL='status=429;retry-after=1;then;content=ok' cc-call -p test >out
  check '.[0] | .reply and .attempts[1].wait_ms >= 1000 and .attempts[1].wait_ms < 20000'
  gives rate 1 'status=429;retry-after=3600'
  gives rate 1 'status=429;retry-after=18446744073709552'
}

@test "silence ends at about its time, and is tried once more" {
  export CASECRAFT_TEST_TIMEOUT=1
  gives timeout 2 delay=60000
  check '.[0].attempts | all(.ms >= 900 and .ms < 15000)'
  CASECRAFT_TEST_MAX_RETRIES=0 gives timeout 1 'content=never whole;stall=5'
}

@test "what real servers sent has the class it should" {
  need_shared captures
  export CASECRAFT_TEST_MAX_RETRIES=0
  while read -r capture class; do
    chats 1 | CASECRAFT_TEST_MODEL="capture=$capture" cc-call -p test >out
    check "(.[0].error.class // .[0].reply.finish_reason) == \"$class\"" || { echo "$capture"; return 1; }
  done <<'END'
llama-2026/chat                      length
llama-2025/chat                      length
llama-2026/stop                      stop
llama-2026/gzip                      length
llama-2026/expect100                 length
llama-2026/n2                        length
llama-2025/n2                        server
llama-2026/schema-1                  stop
llama-2026/schema-cut-by-max-tokens  length
llama-2026/apikey-wrong              auth
llama-2026/apikey-missing            auth
llama-2026/overflow                  context
llama-2025/overflow                  length
llama-2026/malformed                 server
llama-2026/bad-utf8                  server
llama-2025/bad-utf8                  server
llama-2026/no-messages               request
llama-2026/not-found                 model
llama-2026/loading-chat              overload
llama-2026/slots-full-busy           overload
llama-2026/server-sigkill-midstream  network
llama-2026/server-sigterm-midstream  network
llama-2026/chat-stream               length
llama-2026/chat-stream-usage         length
llama-2025/chat-stream               length
llama-2026/overflow-stream           context
llama-2026/health                    output
END
}

@test "a redirect is an error, and no key follows it" {
  target=$PROVIDER_URL target_pid=$PROVIDER_PID
  serve
  export CASECRAFT_TEST_API_KEY=sk-stays-here
  gives request 1 "status=301;body=;header=Location: $target/v1/chat/completions"
  gives request 1 "status=307;header=Location: $target/v1/chat/completions"
  check '.[0].error.http == 307'
  curl -s "$PROVIDER_URL/__last" | jq -e '.headers.authorization == "Bearer sk-stays-here"'
  PROVIDER_URL=$target stat_is .requests 0
  kill "$target_pid"
}

@test "the key is in no output, message, log or argument" {
  export CASECRAFT_TEST_API_KEY=sk-Secret-4711 CASECRAFT_TEST_MAX_RETRIES=0 CASECRAFT_TEST_WORKERS=2
  provider other delay=700
  { chats 1 '"provider":"test"'; chats 2 '"provider":"other"'; } |
    CASECRAFT_OTHER_API_KEY=sk-Secret-4712 \
      CASECRAFT_TEST_MODEL=wrong-key cc-call -vv --log log >out 2>err 3>&- &
  caller=$!
  until_true stat_is '.scripts["delay=700"].in_flight' 1
  run ! grep -lz 'sk-Secret' /proc/[0-9]*/cmdline
  wait "$caller"
  check 'length == 3 and (map(.error.class) | sort) == [null, null, "auth"]'
  check '.[] | select(.error) | .error.message | startswith("Wrong key ****")'
  find . -type f ! -name 'provider.*' -print0 | xargs -0 grep -l 'sk-Secret' >found || true
  [ ! -s found ] || { cat found; false; }
}

@test "one line out for each line in, though ids repeat" {
  chats 2000 | sed 's/"id":"[0-9]*\([0-9][0-9]\)"/"id":"\1"/' >in
  CASECRAFT_TEST_WORKERS=8 cc-call -p test <in >out
  check 'length == 2000 and all(.reply.content == "ok")'
  [ "$(jq -r .id in | sort | md5sum)" = "$(jq -r .id out | sort | md5sum)" ]
  [ "$(requests)" = 2000 ]
}

@test "what is done already passes byte-identical" {
  cat >in <<'END'
{"id":"a" , "cases":[ ],"n":1.10}
{"id":"b","reply":{"content":"\u0041"},"big":9223372036854775807}
{"id":"c",  "error":{"class":"rate"},"e":1E+2}
{"unchanged":true,"id":"d","seq":0 }
END
  cc-call -p test <in >out
  cmp in out
  stat_is .requests 0
  run -0 --separate-stderr cc-call -p test -e </dev/null
  run -1 --separate-stderr cc-call -p test -e <in
}

@test "who is to answer must be said, known and configured" {
  chats 3 >in
  run -2 --separate-stderr cc-call <in
  [ -z "$output" ]
  [[ "$stderr" = *'no provider'*builtin*glm*CASECRAFT_GLM_API_KEY* ]]
  [ "$(wc -l <<<"$stderr")" = 1 ]
  run -4 --separate-stderr cc-call -p glm <in
  [[ "$stderr" = *CASECRAFT_GLM_API_KEY* ]]
  run -4 --separate-stderr cc-call -p nobody <in
  [[ "$stderr" = *CASECRAFT_NOBODY_BASE_URL* ]]
  run -4 --separate-stderr env CASECRAFT_TEST_MODEL= cc-call -p test <in
  [[ "$stderr" = *CASECRAFT_TEST_MODEL* ]]
  { chats 1 '"provider":"nobody"'; chats 1 '"provider":"glm"'; chats 1; } | cc-call -p test >out
  check 'map(select(.error)) | length == 2 and all(.error.class == "config" and (has("attempts") | not))
    and (map(.error.message) | any(contains("CASECRAFT_GLM_API_KEY")))'
  check 'map(select(.reply)) | length == 1'
  CASECRAFT_PROVIDER="test" cc-call <in >out
  check 'length == 3 and all(.reply)'
}

@test "a bad line ends the reading, and all before it is answered and written" {
  for bad in 'no JSON at all' '{"id":"6"' '[1]' '{"messages":[]}' '{"id":7}' '"text"'; do
    { chats 5; printf '%s\n' "$bad"; chats 5; } >in
    run -3 --separate-stderr bash -c 'CASECRAFT_TEST_MODEL=delay=20 cc-call -p test <in >out'
    [[ "$stderr" = *stdin:6:* ]]
    [ "$(wc -l <<<"$stderr")" = 1 ]
    check '(map(.id) | sort) == ["1", "2", "3", "4", "5"] and all(.reply)'
  done
}

@test "options that make no sense are refused" {
  for args in '-j 0' '-j many' '--cases 0' '--cases some' '--lang tlh' '--nonsense' 'operand' '-p'; do
    # shellcheck disable=SC2086
    run -2 --separate-stderr cc-call $args </dev/null
    [ -z "$output" ]
    [ -n "$stderr" ]
  done
  run -4 --separate-stderr env CASECRAFT_TEST_WORKERS=none cc-call -p test </dev/null
  [[ "$stderr" = *CASECRAFT_TEST_WORKERS* ]]
  run -4 --separate-stderr env CASECRAFT_TEST_BASE_URL=ftp://x cc-call -p test </dev/null
  [[ "$stderr" = *CASECRAFT_TEST_BASE_URL* ]]
  run -0 cc-call --help
  [[ "$output" = *--provider* ]]
  run -0 cc-call --version
  mkdir -m 755 open
  chats 1 >in
  run -4 --separate-stderr env CASECRAFT_SLOT_DIR=open cc-call -p test <in
  [[ "$stderr" = *'slot directory open'* ]]
  stat_is .requests 0
}

@test "a key goes to plain http only on this machine" {
  export CASECRAFT_TEST_API_KEY=k
  run -4 --separate-stderr env CASECRAFT_TEST_BASE_URL=http://198.51.100.7/v1 cc-call -p test </dev/null
  [[ "$stderr" = *https*CASECRAFT_TEST_ALLOW_HTTP* ]]
  run -0 cc-call -p test </dev/null
}

@test "an address in .env does not get a key from elsewhere" {
  echo "CASECRAFT_GLM_BASE_URL=$PROVIDER_URL/v1" >.env
  chats 1 >in
  run -4 --separate-stderr env CASECRAFT_GLM_API_KEY=sk-mine cc-call -p glm <in
  [[ "$stderr" = *.env* ]]
  stat_is .requests 0
  echo "CASECRAFT_GLM_API_KEY=sk-theirs" >>.env
  cc-call -p glm <in >out
  curl -s "$PROVIDER_URL/__last" | jq -e '.headers.authorization == "Bearer sk-theirs"'
}

@test "memory is that of the window, not of the input" {
  chats 20000 >in
  most=25000
  ! grep -q __asan_init "$BIN/cc-call" || most=250000
  CASECRAFT_TEST_WORKERS=8 cc-call -p test <in >out 3>&- &
  pid=$!
  peak=0
  while kb=$(awk '$1 == "VmHWM:" { print $2 }' "/proc/$pid/status" 2>/dev/null) && [ -n "$kb" ]; do
    peak=$kb
    sleep 0.05
  done
  wait "$pid"
  [ "$(wc -l <out)" = 20000 ]
  echo "peak: $peak kB"
  [ "$peak" -gt 0 ]
  [ "$peak" -lt $most ]
}

@test "records are answered while more are still to come" {
  mkfifo in
  cc-call -p test <in >out 3>&- &
  pid=$!
  exec 8>in
  chats 1 >&8
  until_true test -s out
  chats 1 >&8
  exec 8>&-
  wait "$pid"
  check 'length == 2 and all(.reply)'
}

@test "a reader that is slow holds no slot" {
  provider other content=ok
  export CASECRAFT_TEST_MODEL='status=503;times=6;then;content=ok' CASECRAFT_TEST_MAX_RETRIES=0
  chats 12 '' 90000 >in
  timeout 60 bash -c 'set -o pipefail; cc-call -p test <in | cc-fallback -c other |
    { sleep 1; head -c 200000; sleep 0.5; cat; } >out'
  check 'length == 12 and all(.reply) and (map(select(.fallback_from == "test")) | length == 6)'
  [ "$(provider_stat .max_in_flight)" = 1 ]
}

@test "builtin: the same seed gives the same bytes" {
  cc-split "$ROOT/examples/bookshop.yaml" >in
  strip() { jq -c '.attempts[0] |= del(.at, .ms, .wait_ms)'; }
  cc-call -p builtin --seed 7 <in | strip >first
  cc-call -p builtin --seed 7 <in | strip >again
  cmp first again
  cc-call -p builtin --seed 8 <in | strip >other
  run ! cmp -s first other
  stat_is .requests 0
}

@test "builtin: every operation gets cases, each with its own id and checked" {
  cc-split "$ROOT/examples/bookshop.yaml" | cc-call -p builtin >out
  check 'length == 12 and all(.cases | length > 2) and all(.error == null)'
  check '[.[].cases[]] | (map(.case_id) | unique | length) == length and all(.provider == "builtin")
    and all(.checked or (.technique | IN("unknown_resource", "method_not_allowed", "auth_malformed")))'
  check '[.[].cases[].target] | all(startswith("/") and (contains("{") | not))'
  cc-split "$ROOT/examples/bookshop.yaml" | cc-call -p builtin --cases 5 >out
  check 'all(.cases | length <= 5 and length > 0)'
  chats 1 | cc-call -p builtin >out
  check '.[0].error.class == "request"'
}

@test "builtin: the least list is there" {
  cc-split "$ROOT/examples/bookshop.yaml" | cc-call -p builtin --cases all >out
  jq -rs -f "$fixtures/least.jq" out >least
  cat least
  [ "$(wc -l <least)" = 1 ]
  read -r demands _ <least
  [ "$demands" -gt 200 ]
}
