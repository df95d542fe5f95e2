# cc-call --check: what is said of each provider, against the loopback provider.
# shellcheck disable=SC2154 # stderr is set by run --separate-stderr
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  mkdir scripts
  provider_start -s scripts
}

teardown() {
  provider_stop
}

# provider NAME [MODEL]: its address is a folder of its own.
provider() {
  export "CASECRAFT_${1^^}_BASE_URL=$PROVIDER_URL/$1/v1" "CASECRAFT_${1^^}_API_KEY=sk-secret-$1" \
    "CASECRAFT_${1^^}_MODEL=${2:-content=pong}"
}

# lists NAME LINE...: the script of its list of models.
lists() {
  mkdir -p "scripts/$1/v1"
  printf '%s\n' "${@:2}" >"scripts/$1/v1/models.script"
}

# has NAME MODEL...: the list holds these.
has() {
  lists "$1" "body $(jq -nc '{object: "list", data: [$ARGS.positional[] | {id: ., object: "model"}]}' --args "${@:2}")"
}

# checks CODE LIST: the records to out, what is said to err.
checks() {
  local code=0
  cc-call --check${full:-} -p "$2" >out 2>err </dev/null || code=$?
  [ $code = "$1" ] || { echo "exit code $code"; cat out err; return 1; }
  run ! grep -q sk-secret out err
}

# is NAME FILTER: the filter is true of its record.
is() {
  jq -es "map(select(.provider == \"$1\")) | length == 1 and (.[0] | .id == \"check $1\" and ($2))" out >not ||
    { echo "not so of $1: $2"; cat out err; return 1; }
}

# says WORDS: they are on stderr.
says() {
  grep -qF -- "$1" err || { echo "not on stderr: $1"; cat err; return 1; }
}

@test "a provider that is well: the model is in its list, the key was taken, and nothing is said" {
  provider glm glm-4.7
  has glm glm-4.7 glm-5
  checks 0 glm
  [ ! -s err ]
  is glm '.ok and .reachable and .key == "accepted" and .model_known and .models == 2 and .latency_ms >= 0
    and .model == "glm-4.7" and .base_url == env.CASECRAFT_GLM_BASE_URL and (has("error") | not)'
  [ "$(provider_stat .requests)" = 1 ]
}

@test "builtin is always well, and asks nobody" {
  checks 0 builtin
  is builtin '.ok and .key == "none" and .model_known'
  [ "$(provider_stat .requests)" = 0 ]
}

@test "what is wrong: class, key, and what to do, for each provider in the order of the list" {
  local name class key known script words
  local names=()
  while IFS='|' read -r name class key known script words; do
    provider "$name" m
    lists "$name" "${script%% ; *}" "${script#* ; }"
    names+=("$name")
  done <<'END'
glm|auth|refused|null|status 401 ; body {"error":{"code":"1000","message":"sk-secret-glm is none"}}|CASECRAFT_GLM_API_KEY
qwen|auth|refused|null|status 200 ; body {"code":"InvalidApiKey","message":"Invalid","request_id":"1"}|CASECRAFT_QWEN_API_KEY
kimi|billing|accepted|null|status 429 ; body {"error":{"type":"exceeded_current_quota_error","message":"is suspended"}}|topped up
deepseek|rate|accepted|null|status 429 ; body {"error":{"message":"slow down"}}|try again a little later
openai|model|accepted|false|status 200 ; body {"data":[{"id":"gpt-5"}]}|gpt-5, for one; set CASECRAFT_OPENAI_MODEL
near|model|unknown|false|status 200 ; body {"data":[{"id":"x"},{"id":"m-1"}]}|was m-1 meant?
gateway|timeout|unknown|null|status 504 ; body <html>|CASECRAFT_GATEWAY_BASE_URL
page|server|unknown|null|header Content-Type: text/html ; body <html>|the answer is not JSON (text/html)
other|server|unknown|null|status 200 ; body {"status":"ok"}|no list of models
moved|request|unknown|null|status 302 ; header Location: http://elsewhere.test/|sends elsewhere
down|server|unknown|null|status 500 ; body {}|CASECRAFT_DOWN_BASE_URL
broken|network|unknown|null|reset ; # nothing|broken/v1 answer
END
  checks 1 "$(IFS=,; echo "${names[*]}")"
  [ "$(jq -r .provider out | paste -sd ,)" = "$(IFS=,; echo "${names[*]}")" ]
  for name in "${names[@]}"; do
    IFS='|' read -r _ class key known script words < <(grep "^$name|" "$BATS_TEST_FILENAME")
    is "$name" "(.ok | not) and .error.class == \"$class\" and .error.provider == \"$name\" and .key == \"$key\"
      and .model_known == $known and .reachable == (\"$name\" != \"broken\")"
    grep "^cc-call: $name: $class: " err | grep -qF -- "$words" || { echo "not said of $name: $words"; cat err; return 1; }
  done
  [ "$(provider_stat .requests)" = ${#names[@]} ]
}

@test "a list that leaves models out says nothing of one that is not in it" {
  provider glm glm-4.7-flash
  provider qwen qwen-plus
  has glm glm-4.7
  has qwen qwen-max
  checks 0 glm,qwen
  is glm '.ok and .model_known == null'
  is qwen '.ok and .model_known == null'
}

@test "a gateway need not have a list; a provider that is known has one" {
  provider mine
  provider kimi kimi-k2.6
  checks 1 mine,kimi
  is mine '.ok and .reachable and .model_known == null and .key == "unknown" and (has("models") | not)'
  is kimi '.error.class == "request" and .error.http == 404'
  says 'what CASECRAFT_KIMI_BASE_URL should be?'
}

@test "one that is not configured is its own line, with all that is wrong, beside the others" {
  provider mine m
  has mine m
  CASECRAFT_GLM_WORKERS=none CASECRAFT_QWEN_API_KEY=sk-secret-qwen CASECRAFT_QWEN_TEMPERATURE=9 \
    checks 1 glm,qwen,mine,nobody
  is glm '.error.class == "config" and (.error.message | contains("CASECRAFT_GLM_API_KEY is not set")
    and contains("CASECRAFT_GLM_WORKERS"))'
  is qwen '.error.class == "config" and (has("key") | not)'
  is nobody '.error.message | contains("CASECRAFT_NOBODY_BASE_URL")'
  is mine .ok
  [ "$(wc -l <err)" = 3 ]
}

@test "a model that was retired is told with its successor" {
  provider kimi kimi-k2.5
  has kimi kimi-k2.6 kimi-k3
  checks 1 kimi
  is kimi '.error.class == "model" and .model_known == false'
  says 'retired on 2026-08-31, and its successor is kimi-k2.6'
}

@test "without -p: CASECRAFT_PROVIDERS, else CASECRAFT_PROVIDER, else those that are configured" {
  provider mine m
  provider glm m
  has mine m
  has glm m
  unset CASECRAFT_LOCAL_BASE_URL
  cc-call --check >out
  [ "$(jq -r .provider out | paste -sd ,)" = glm,mine ]
  CASECRAFT_PROVIDERS=mine:2,builtin cc-call --check >out
  [ "$(jq -r .provider out | paste -sd ,)" = mine,builtin ]
  CASECRAFT_PROVIDERS=mine CASECRAFT_PROVIDER=glm cc-call --check >out
  [ "$(jq -r .provider out | paste -sd ,)" = mine ]
  # It is asked for its key as one of the list is, and not passed over.
  CASECRAFT_PROVIDER=kimi run -1 --separate-stderr cc-call --check
  [ "$(jq -r '[.provider, .error.class] | @tsv' <<<"$output")" = $'kimi\tconfig' ]
  unset "${!CASECRAFT_GLM@}" "${!CASECRAFT_MINE@}"
  CASECRAFT_OTHER_BASE_URL='' run -2 --separate-stderr cc-call --check
  [ -z "$output" ]
  [[ "$stderr" = *'no provider is configured: use -p with one of builtin'* ]]
}

@test "wrong usage" {
  run -2 --separate-stderr cc-call --check=half
  [[ "$stderr" = *'--check takes full or nothing, not "half"'* ]]
  run -2 --separate-stderr cc-call --check full
}

@test "Ollama: its own list, and latest is understood" {
  export CASECRAFT_LOCAL_SERVER_TYPE=ollama CASECRAFT_LOCAL_BASE_URL=$PROVIDER_URL/ollama CASECRAFT_LOCAL_MODEL=llama3.2
  mkdir -p scripts/ollama/api
  echo 'body {"models":[{"name":"llama3.2:latest","model":"llama3.2:latest"},{"name":"qwen3:8b"}]}' >scripts/ollama/api/tags.script
  checks 0 local
  is local '.ok and .server == "ollama" and .models == 2 and .model_known and .key == "none"'
  CASECRAFT_LOCAL_MODEL=qwen3 checks 1 local
  is local '.error.class == "model"'
  says 'was qwen3:8b meant?; `ollama pull qwen3` fetches it, or set CASECRAFT_LOCAL_MODEL'
  CASECRAFT_LOCAL_BASE_URL=$PROVIDER_URL/nothing checks 1 local
  is local '.error.class == "request"'
}

@test "llama.cpp: any name will do, /props wants the key, and it may still be loading" {
  export CASECRAFT_LOCAL_SERVER_TYPE=llamacpp CASECRAFT_LOCAL_BASE_URL=$PROVIDER_URL/llama/v1
  mkdir -p scripts/{llama,locked,loading}/v1
  echo 'body {"data":[{"id":"tiny.gguf","owned_by":"llamacpp"}]}' | tee scripts/{llama,locked}/v1/models.script
  echo 'body {"total_slots":2}' >scripts/llama/props.script
  printf '%s\n' 'status 401' 'body {"error":{"code":401,"message":"Invalid API Key","type":"authentication_error"}}' \
    >scripts/locked/props.script
  printf '%s\n' 'status 503' 'body {"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}' \
    >scripts/loading/v1/models.script
  checks 0 local
  is local '.ok and .model_known and .model == "default" and .key == "none"'
  CASECRAFT_LOCAL_API_KEY=sk-secret-l checks 0 local
  is local '.ok and .key == "accepted"'
  export CASECRAFT_LOCAL_BASE_URL=$PROVIDER_URL/locked/v1
  checks 1 local
  is local '.error.class == "auth" and .key == "none"'
  says 'it wants a key: set CASECRAFT_LOCAL_API_KEY'
  CASECRAFT_LOCAL_API_KEY=sk-secret-l checks 1 local
  is local '.error.class == "auth" and .key == "refused"'
  CASECRAFT_LOCAL_BASE_URL=$PROVIDER_URL/loading/v1 checks 1 local
  is local '.error.class == "overload" and .reachable'
  says 'still loading its model'
}

@test "providers are asked side by side, and one that says nothing ends by its timer" {
  local i names=()
  for i in 1 2 3 4 5 6 7 8; do
    provider "slow$i" m
    lists "slow$i" 'delay 400' 'body {"data":[{"id":"m"}]}'
    names+=("slow$i")
  done
  provider silent m
  lists silent 'body 0123456789' 'stall 3'
  CASECRAFT_SILENT_TIMEOUT=1 checks 1 "silent,$(IFS=,; echo "${names[*]}")"
  is silent '.error.class == "timeout" and (.reachable | not)'
  [ "$(jq -s 'map(select(.ok)) | length' out)" = 8 ]
  [ "$(provider_stat .max_in_flight)" = 9 ]
}

@test "full: one small answer, streamed or not, decides about key and model" {
  full='=full'
  provider glm
  provider whole
  provider unlisted
  provider thinker 'content=;finish=length'
  has glm content=pong
  has unlisted another
  CASECRAFT_WHOLE_STREAM=false checks 0 glm,whole,unlisted,thinker
  [ ! -s err ]
  for name in glm whole unlisted thinker; do
    is $name '.ok and .key == "accepted" and .model_known and .answer_ms >= 0'
  done
  [ "$(provider_stat .requests)" = 8 ]
  curl -s "$PROVIDER_URL/__last" |
    jq -e '.body | fromjson | .messages == [{role: "user", content: "ping"}] and .max_tokens == 64'
}

@test "full: the class of an answer that fails, and what it says of the key and the model" {
  full='=full'
  provider locked 'status=401'
  provider broke 'status=402'
  provider gone 'status=404'
  provider cut 'content=pong;finish=none'
  provider busy 'status=503'
  checks 1 locked,broke,gone,cut,busy
  is locked '.error.class == "auth" and .key == "refused"'
  is broke '.error.class == "billing" and .key == "accepted"'
  is gone '.error.class == "model" and .model_known == false'
  is cut '.error.class == "output"'
  is busy '.error.class == "overload"'
  [ "$(provider_stat .requests)" = 10 ]
}

@test "full: nothing is asked where the list already says no, and a refused part is left out" {
  full='=full'
  provider glm
  lists glm 'status 401'
  provider fussy fussy
  printf '%s\n' 'status 400' 'body {"error":{"message":"stream_options is not supported"}}' 'times 1' 'then' 'content pong' \
    >scripts/fussy.script
  checks 1 glm,fussy
  is glm '.error.class == "auth" and (has("answer_ms") | not)'
  is fussy .ok
  [ "$(provider_stat '.scripts.fussy.requests')" = 2 ]
}

@test "full: the answer takes a slot as any call does" {
  full='=full'
  provider mine 'content=pong;delay=700'
  export CASECRAFT_MINE_WORKERS=1
  cc-call -p mine <<<'{"id":"1","messages":[]}' >first &
  until_true stat_is .in_flight 1
  checks 0 mine
  wait $!
  is mine .ok
  jq -e .reply first
  stat_is '.scripts["content=pong;delay=700"] | [.requests, .max_in_flight] | tojson' '[2,1]'
  # And leaves the others to others.
  export CASECRAFT_MINE_WORKERS=2 CASECRAFT_MINE_MODEL='content=pong;delay=1500'
  cc-call --check=full -p mine >out &
  until_true stat_is '.scripts["content=pong;delay=1500"].in_flight' 1
  cc-call -p mine <<<'{"id":"1","messages":[]}' >second
  wait $!
  stat_is '.scripts["content=pong;delay=1500"].max_in_flight' 2
}

@test "a signal ends it" {
  provider silent m
  lists silent 'delay 20000'
  cc-call --check -p silent >out 2>err &
  local pid=$! code=0
  until_true stat_is .in_flight 1
  kill -TERM $pid
  wait $pid || code=$?
  [ $code = 143 ]
  [ ! -s out ]
}
