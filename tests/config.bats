# cc-call --print-config: the settings that hold, and where each comes from.
# shellcheck disable=SC2154 # stderr is set by run --separate-stderr
# shellcheck disable=SC2030,SC2031 # each test has its own environment
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
}

# holds LINE...: each is a line of the output.
holds() {
  local line
  for line in "$@"; do
    grep -qxF "$line" out || { echo "missing: $line"; cat out; return 1; }
  done
}

@test "each setting has its value and its source" {
  printf '%s\n' 'CASECRAFT_GLM_MODEL=glm-x' 'CASECRAFT_GLM_TIMEOUT=7.5' 'CASECRAFT_LEDGER=here' >.env
  export CASECRAFT_PROVIDERS=glm:2,qwen CASECRAFT_GLM_TIMEOUT=90 CASECRAFT_GLM_MAX_WORKERS=7 CASECRAFT_GLM_STREAM=false \
    CASECRAFT_LOCAL_SERVER_TYPE=vllm CASECRAFT_LOCAL_BASE_URL=http://localhost:9 CASECRAFT_LOCAL_MODEL='a "b"'
  cc-call --print-config >out
  holds 'CASECRAFT_PROVIDERS: "glm:2,qwen" # environment' 'CASECRAFT_GLM_MODEL: "glm-x" # .env' 'CASECRAFT_GLM_TIMEOUT: 90 # environment' \
    'CASECRAFT_GLM_WORKERS: 7 # environment' 'CASECRAFT_GLM_STREAM: false # environment' 'CASECRAFT_GLM_CONNECT_TIMEOUT: 15 # row' \
    'CASECRAFT_QWEN_MODEL: "qwen-plus" # row' 'CASECRAFT_LOCAL_SERVER_TYPE: "vllm" # environment' \
    'CASECRAFT_LOCAL_BASE_URL: "http://localhost:9/v1" # environment' 'CASECRAFT_LOCAL_MODEL: "a \"b\"" # environment'
  [ "$(grep -c LEDGER out)" = 0 ]
  cc-call --print-config -p glm,builtin --model m -j 5 >out
  holds 'CASECRAFT_GLM_MODEL: "m" # flag' 'CASECRAFT_GLM_WORKERS: 5 # flag' '# builtin has no settings'
  [ "$(grep -c QWEN out)" = 0 ]
}

@test "what it prints can be read back" {
  export CASECRAFT_QWEN_WORKERS=2 CASECRAFT_QWEN_TEMPERATURE=0.25 CASECRAFT_QWEN_RPM=60
  cc-call --print-config -p qwen,kimi >first
  [ -z "$(grep -vE '^(# )?CASECRAFT_[A-Z_]+: ("([^"\\]|\\.)*"|[0-9.]+|true|false|is not set, and is needed) ?(# (row|environment))?$' first)" ]
  sed -n 's/^\([A-Z_]*\): \(.*\) # [a-z.]*$/\1=\2/p' first >.env
  unset CASECRAFT_QWEN_WORKERS CASECRAFT_QWEN_TEMPERATURE CASECRAFT_QWEN_RPM
  cc-call --print-config -p qwen,kimi >second
  [ "$(sed 's/ # .*//' first)" = "$(sed 's/ # .*//' second)" ]
  [ "$(grep -c '^C.*# row' second)" = 0 ]
}

@test "no key is printed, and nothing that a terminal obeys" {
  export CASECRAFT_GLM_API_KEY=sk-very-secret CASECRAFT_GLM_MODEL=$'a\e[31m\u009bb'
  cc-call --print-config >out 2>err
  holds '# CASECRAFT_GLM_API_KEY: "***" # environment' 'CASECRAFT_GLM_MODEL: "a\u001b[31m\u009bb" # environment'
  [ "$(cat out err | grep -c secret)" = 0 ]
  cc-call --print-config -p kimi >out
  holds '# CASECRAFT_KIMI_API_KEY: is not set, and is needed'
}

@test "what is wrong is told, and the others stand there" {
  CASECRAFT_GLM_WORKERS=none run -4 --separate-stderr cc-call --print-config -p glm,qwen,nobody
  [[ $stderr = *CASECRAFT_GLM_WORKERS*CASECRAFT_NOBODY_BASE_URL* ]]
  [[ $output = *'# "provider glm: '*'CASECRAFT_QWEN_MODEL: "qwen-plus" # row'* ]]
  unset CASECRAFT_SLOT_DIR
  run -0 --separate-stderr cc-call --print-config
  [ -z "$output" ]
  [[ $stderr = *'no provider is named or configured'* ]]
  run -2 cc-call -p glm,qwen
}
