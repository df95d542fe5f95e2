# Servers of one's own: what is found out about them, and how they are then spoken to.
# shellcheck disable=SC2154 # stderr is set by run --separate-stderr
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  mkdir scripts
}

teardown() {
  provider_stop
}

# serve [--as SERVER]: a loopback provider, which is `local`.
serve() {
  provider_stop
  provider_start -s scripts "$@"
  export CASECRAFT_LOCAL_BASE_URL=$PROVIDER_URL/v1
}

# call: one record to `local`, to out; what is said to err.
call() {
  cc-call -v -p local >out 2>err <<<'{"id":"1","messages":[{"role":"user","content":"Hello"}]}'
}

# is FILTER: it is true of the record.
is() {
  jq -e "$1" out >not || { echo "not so: $1"; cat out err; return 1; }
}

# path PATH LINE...: the script of GET /PATH.
path() {
  mkdir -p "$(dirname "scripts/$1")"
  printf '%s\n' "${@:2}" >"scripts/$1.script"
}

# asked: where the last request went.
asked() {
  curl -s "$PROVIDER_URL/__last" | jq -r .path
}

@test "a server is told by its answers, and then spoken to in its own way" {
  local kind
  for kind in ollama vllm llamacpp; do
    serve --as $kind
    CASECRAFT_LOCAL_MODEL=content=ok call
    is '.reply.content == "ok" and (.attempts | length == 1)'
    grep -qE "^cc-call: local: http://[0-9.:]+ is $kind$" err
    [ "$(asked)" = "$([ $kind = ollama ] && echo /api/chat || echo /v1/chat/completions)" ]
  done
}

@test "any other that answers speaks OpenAI's protocol, whatever it answers" {
  # Nothing but 404; a list of models; 200 and the same to everything.
  serve
  CASECRAFT_LOCAL_MODEL=content=ok call
  is '.reply.content == "ok"'
  grep -q 'is openai$' err
  local name
  for name in api/version props version v1/models; do
    path $name 'body {"version":"1.0","status":"ok","error":"Unexpected endpoint"}'
  done
  serve
  CASECRAFT_LOCAL_MODEL=content=ok call
  grep -q 'is openai$' err
  [ "$(asked)" = /v1/chat/completions ]
}

@test "what decides, and what does not" {
  local kind paths script n=0
  while IFS='|' read -r kind paths script; do
    n=$((n + 1))
    rm -rf scripts
    for name in $paths; do
      path "$name" "${script%% ; *}" "${script#* ; }"
    done
    serve
    CASECRAFT_LOCAL_MODEL=content=ok CASECRAFT_LOCAL_MAX_RETRIES=0 call || true
    grep -qE "^cc-call: local: http://[0-9.:]+ is $kind" err || { echo "line $n is not $kind"; cat err; return 1; }
  done <<'END'
ollama|api/version|status 200 ; body {"version":"0.12.6"}
openai|api/version|status 404 ; body {"version":"0.12.6"}
openai|api/version|status 200 ; body {"version":12}
openai|api/version|status 200 ; body ["version"]
vllm|version|status 200 ; body {"version":"0.11.0"}
vllm|v1/models|status 200 ; body {"object":"list","data":[{"id":"m","owned_by":"vllm"}]}
llamacpp|props|status 200 ; body {"total_slots":2}
llamacpp|v1/models|status 200 ; body {"object":"list","data":[{"id":"m","owned_by":"llamacpp"}]}
llamacpp|v1/models|status 503 ; body {"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}
openai|props|status 200 ; body {"total_slots":"many"}
not to be told|api/version props version v1/models|status 401 ; body {"error":{"message":"no"}}
not to be told|api/version props version v1/models|status 502 ; body <html>
not to be told|api/version props version v1/models|reset ; # nothing
END
  [ $n = 13 ]
}

@test "llama.cpp's slots are its workers, where none are set" {
  path props 'body {"total_slots":2}'
  local name
  for name in guessed said set; do
    serve --as llamacpp
    case $name in
      said) export CASECRAFT_LOCAL_SERVER_TYPE=llamacpp ;;
      set) export CASECRAFT_LOCAL_WORKERS=3 ;;
    esac
    seq 8 | sed 's/.*/{"id":"&","messages":[]}/' | CASECRAFT_LOCAL_MODEL='content=ok;delay=200' cc-call -p local >out
    [ "$(grep -c '"reply"' out)" = 8 ]
    [ "$(provider_stat '.scripts["content=ok;delay=200"].max_in_flight')" = "$([ $name = set ] && echo 3 || echo 2)" ]
  done
  # Nothing was left to be asked.
  [ "$(provider_stat .requests)" = 8 ]
}

@test "nothing is asked where the kind is said, or no address" {
  serve --as vllm
  CASECRAFT_LOCAL_SERVER_TYPE=openai CASECRAFT_LOCAL_MODEL=content=ok call
  is '.reply.content == "ok"'
  [ "$(provider_stat .requests)" = 1 ]
  run ! grep -q ' is ' err
  unset CASECRAFT_LOCAL_BASE_URL
  CASECRAFT_LOCAL_MAX_RETRIES=0 call
  is '.error or .reply'
  run ! grep -qE 'http://[a-z0-9.:]+ is ' err
}

@test "a kind that needs a model says so once it is found, and is not asked again" {
  serve --as vllm
  seq 50 | sed 's/.*/{"id":"&","messages":[]}/' | cc-call -p local >out 2>err
  [ "$(jq -r .error.message out | sort | uniq -c | sed 's/^ *//')" = \
    '50 provider local: CASECRAFT_LOCAL_MODEL is not set' ]
  [ "$(provider_stat .requests)" -le 4 ]
}

@test "a server that keeps silent is taken for Ollama, after three seconds at the most" {
  local name
  for name in api/version props version v1/models; do
    path $name 'body x' 'stall 0'
  done
  serve
  CASECRAFT_LOCAL_MODEL=content=ok call
  is '.reply.content == "ok"'
  [ "$(asked)" = /api/chat ]
  [ "$(provider_stat .requests)" = 5 ]
}

@test "the key goes along to be asked, and is nowhere else" {
  serve --as vllm
  CASECRAFT_LOCAL_API_KEY=sk-secret-local call
  is '.error.class == "config"'
  run ! grep -q sk-secret out err
  curl -s "$PROVIDER_URL/__last" | jq -e '.method == "GET" and .headers.authorization == "Bearer sk-secret-local"'
}
