# cc-call --print-config: the settings that hold, and where each comes from.
# shellcheck disable=SC2154 # stderr is set by run --separate-stderr
# shellcheck disable=SC2030,SC2031 # each test has its own environment
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
}

teardown() {
  provider_stop
}

# holds LINE...: each is a line of the output.
holds() {
  local line
  for line in "$@"; do
    grep -qxF "$line" out || { echo "missing: $line"; cat out; return 1; }
  done
}

@test "each setting has its value and its source" {
  # As editors of some systems write it.
  printf '\357\273\277%s\r\n' 'CASECRAFT_GLM_MODEL=glm-x' >.env
  printf '%s\n' 'CASECRAFT_GLM_TIMEOUT=7.5' 'CASECRAFT_LEDGER=here' >>.env
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

# own LINE...: config.yaml has these lines.
own() {
  mkdir -p config/casecraft
  (umask 077 && printf '%s\n' "$@" >config/casecraft/config.yaml)
}

@test "config.yaml stands below .env and above the row" {
  own '# mine' 'CASECRAFT_GLM_MODEL: own' 'CASECRAFT_GLM_TIMEOUT: 7.5' 'CASECRAFT_GLM_RPM: 60 # calls' 'CASECRAFT_PROVIDERS: "glm,mine"' \
    'CASECRAFT_MINE_BASE_URL: http://localhost:9/v1' 'CASECRAFT_MINE_MODEL: m' 'CASECRAFT_MINE_STREAM: false' 'CASECRAFT_LEDGER: kept' \
    'CASECRAFT_GLM_API_KEY: sk-very-secret'
  printf '%s\n' 'CASECRAFT_GLM_TIMEOUT=8' 'CASECRAFT_LEDGER=elsewhere' >.env
  unset CASECRAFT_SLOT_DIR
  CASECRAFT_GLM_RPM=30 cc-call --print-config >out 2>err
  holds 'CASECRAFT_GLM_MODEL: "own" # config.yaml' 'CASECRAFT_GLM_TIMEOUT: 8 # .env' 'CASECRAFT_GLM_RPM: 30 # environment' \
    'CASECRAFT_GLM_MAX_RETRIES: 3 # row' 'CASECRAFT_PROVIDERS: "glm,mine" # config.yaml' 'CASECRAFT_MINE_STREAM: false # config.yaml' \
    'CASECRAFT_LEDGER: "kept" # config.yaml' '# CASECRAFT_GLM_API_KEY: "***" # config.yaml'
  [ ! -s err ]
  [ "$(grep -c secret out)" = 0 ]
  # A flag is over all of them; cc-assign, cc-fallback and cc-stats read it too.
  cc-call --print-config -p glm --model f >out
  holds 'CASECRAFT_GLM_MODEL: "f" # flag'
  echo '{"id":"GET /a","method":"GET","path":"/a"}' >in
  cc-assign <in | jq -e '.provider == "glm"'
  own 'CASECRAFT_FALLBACK_CHAIN: builtin'
  jq -c '.error = {class: "auth", message: "x"}' in | cc-fallback | jq -e '.provider == "builtin"'
}

@test "what config.yaml may say: a ledger, slots and a key file, which .env may not" {
  provider_start
  own "CASECRAFT_TEST_BASE_URL: $PROVIDER_URL/v1" 'CASECRAFT_TEST_MODEL: cases=2' 'CASECRAFT_LEDGER: kept' \
    "CASECRAFT_SLOT_DIR: $PWD/places" "CASECRAFT_TEST_API_KEY_FILE: $PWD/key" 'CASECRAFT_PROVIDER: test'
  (umask 077 && echo sk-of-file >key)
  printf '%s\n' CASECRAFT_LEDGER=bad CASECRAFT_SLOT_DIR=/bad CASECRAFT_TEST_API_KEY_FILE=/bad >.env
  unset CASECRAFT_SLOT_DIR
  cc-split "$FIXTURES/call/operations.yaml" | head -n 1 | cc-call --cases 2 >out
  jq -e '.cases | length == 2' out
  [ -s kept ] && [ -d places ] && [ ! -e bad ]
  curl -s "$PROVIDER_URL/__last" | grep -q 'Bearer sk-of-file'
}

@test "a key of config.yaml goes to no address of .env" {
  local key url want
  # Where the key and the address stand, and whether it is refused.
  while read -r key url want; do
    rm -f .env config/casecraft/config.yaml
    (
      for setting in "API_KEY $key k" "BASE_URL $url https://example.com"; do
        read -r name where value <<<"$setting"
        case $where in
          environment) export "CASECRAFT_GLM_$name=$value" ;;
          .env) echo "CASECRAFT_GLM_$name=$value" >>.env ;;
          own) own "$([ ! -e config/casecraft/config.yaml ] || cat config/casecraft/config.yaml)" "CASECRAFT_GLM_$name: $value" ;;
        esac
      done
      cc-call --print-config -p glm >out 2>err
    ) && [ "$want" = goes ] || { [ "$want" = refused ] && grep -q 'stands in .env and the key does not' err; } ||
      { echo "$key $url: not $want"; cat out err; return 1; }
  done <<'END'
own own goes
own environment goes
environment own goes
.env own goes
.env .env goes
own .env refused
environment .env refused
END
  # Nor over plain http because .env says so; nor does .env take that away.
  own 'CASECRAFT_GLM_API_KEY: k' 'CASECRAFT_GLM_BASE_URL: http://example.com'
  echo CASECRAFT_GLM_ALLOW_HTTP=true >.env
  run -4 --separate-stderr cc-call --print-config -p glm
  [[ $stderr = *'a key over plain http is refused'* ]]
  own 'CASECRAFT_GLM_API_KEY: k' 'CASECRAFT_GLM_BASE_URL: http://example.com' 'CASECRAFT_GLM_ALLOW_HTTP: true'
  cc-call --print-config -p glm
}

@test "a config.yaml that cannot be used: which, where and what to do" {
  own 'CASECRAFT_GLM_MODEL: a' 'CASECRAFT_GLM_MODEL: b'
  local command
  for command in 'cc-call -p builtin' 'cc-call --print-config' 'cc-assign -p builtin' 'cc-fallback -c builtin'; do
    # shellcheck disable=SC2086 # a command and its options
    run -4 --separate-stderr $command </dev/null
    [[ $stderr = *"$PWD/config/casecraft/config.yaml: line 2,"* ]]
  done
  own 'CASECRAFT_PROVIDERS: [glm, qwen]'
  run -4 --separate-stderr cc-call --print-config
  [[ $stderr = *'config.yaml: CASECRAFT_PROVIDERS must be a text, a number, true or false' ]]
  chmod 666 config/casecraft/config.yaml
  run -4 --separate-stderr cc-call --print-config
  [[ $stderr = *'config.yaml: others can write to it: chmod go-w' ]]
  # cc-split has no settings.
  cc-split "$FIXTURES/call/operations.yaml" >out
}

@test "names in config.yaml that are no setting, and what may be meant" {
  local name meant
  while read -r name meant; do
    own "$name: 1"
    cc-call --print-config -p builtin >out 2>err
    case $meant in
      known) [ ! -s err ] ;;
      nothing) grep -qxF "cc-call: warning: config.yaml: $name is no setting: casecraft(7) has their names" err ;;
      environment) grep -qxF "cc-call: warning: config.yaml: $name counts in the environment alone" err ;;
      *) grep -qxF "cc-call: warning: config.yaml: $name is no setting: $meant may be meant" err ;;
    esac || { echo "$name: not $meant"; cat err; return 1; }
  done <<'END'
CASECRAFT_GLM_MODLE CASECRAFT_GLM_MODEL
CASECRAFT_GLM_MAXTOKENS CASECRAFT_GLM_MAX_TOKENS
CASECRAFT_MY_OWN_FIRST_TOKEN_TIMEOUTS CASECRAFT_MY_OWN_FIRST_TOKEN_TIMEOUT
CASECRAFT_PROVIDRES CASECRAFT_PROVIDERS
CASECRAFT_LEDGR CASECRAFT_LEDGER
CASCRAFT_GLM_MODEL nothing
CASECRAFT_MODEL nothing
providers nothing
CASECRAFT_MY_OWN_RPM known
CASECRAFT_GLM_MAX_WORKERS known
CASECRAFT_PROVIDER_STRATEGY known
CASECRAFT_DATADIR environment
END
}

@test "names in .env that are no setting, once in a run; other programs' lines are theirs" {
  printf '%s\n' '# mine' FOO=bar 'export FOO=bar' CASCRAFT_X=1 A-B=c CASECRAFT_GLM_API_KEY=sk-secret CASECRAFT_GLM_MODLE=x CASECRAFT_PROVDERS=qwen \
    sk-junk CASECRAFT_DATADIR=/x CASECRAFT_GLM_RETRY_BASE_WAIT=2 CASECRAFT_LOG_DIR=logs CASECRAFT_API_PARSE_TIMEOUT=9 CASECRAFT_MAX_TOKENS=9 \
    CASECRAFT_DEFAULT_TIMEOUT=9 CASECRAFT_PROVIDER_TIMEOUT=9 CASECRAFT_FALLBACK_MAX_RETRIES=9 >.env
  printf ": warning: %s\n" '.env:9: this line is no NAME=VALUE, and is passed over' \
    '.env: CASECRAFT_GLM_MODLE is no setting: CASECRAFT_GLM_MODEL may be meant' \
    '.env: CASECRAFT_PROVDERS is no setting: CASECRAFT_PROVIDERS may be meant' \
    '.env: CASECRAFT_DATADIR counts in the environment alone' >want
  older='is a setting of the Python tool and does nothing here: docs/migrating-from-casecraft.md has what does'
  printf ": warning: .env: CASECRAFT_%s $older\n" GLM_RETRY_BASE_WAIT LOG_DIR API_PARSE_TIMEOUT MAX_TOKENS \
    DEFAULT_TIMEOUT PROVIDER_TIMEOUT FALLBACK_MAX_RETRIES >>want
  local command
  for command in 'cc-call --print-config -p builtin' 'cc-call -p builtin' 'cc-assign -p builtin'; do
    # shellcheck disable=SC2086 # a command and its options
    $command </dev/null 2>err
    sed "s/^/${command%% *}/" want | diff - err
  done
  # A pipeline tells it where it is said who answers, and there alone.
  casecraft generate "$ROOT/examples/bookshop.yaml" -p builtin -c builtin -o out -q 2>err
  sed 's/^/cc-assign/' want | diff - err
  # It has no providers: what may be the reason is told before that.
  run -2 --separate-stderr cc-assign </dev/null
  [[ $stderr = *'CASECRAFT_PROVIDERS may be meant'* ]]
  grep -v CASECRAFT .env >other && mv other .env
  sed -i /junk/d .env
  cc-call --print-config -p builtin 2>err
  [ ! -s err ]
}

@test "what it prints can be read back, as config.yaml too" {
  export CASECRAFT_QWEN_WORKERS=2 CASECRAFT_QWEN_TEMPERATURE=0.00001 CASECRAFT_QWEN_RPM=60 CASECRAFT_PROVIDERS=qwen:2,kimi,builtin,own \
    CASECRAFT_OWN_BASE_URL=http://127.0.0.1:9 CASECRAFT_QWEN_MODEL=$'a "b" \\ #: \e\u009b \u2028\ufffe\uffff \U1f600 é' CASECRAFT_OWN_MODEL='on' \
    CASECRAFT_KIMI_MODEL='1.10' CASECRAFT_LEDGER='./a: b' CASECRAFT_FALLBACK_ENABLED=false CASECRAFT_LOCAL_BASE_URL='http://[::1]:9' \
    CASECRAFT_LOCAL_MODEL='~' CASECRAFT_LOCAL_SERVER_TYPE=vllm
  mkdir -p config/casecraft
  umask 022
  cc-call --print-config >first
  [ "$(grep -c '^C' first)" -gt 40 ]
  cp first config/casecraft/config.yaml
  unset "${!CASECRAFT_@}"
  cc-call --print-config >second 2>err
  diff <(sed 's/ # [a-z.]*$//' first) <(sed 's/ # [a-z.]*$//' second)
  [ "$(grep '^C' second | grep -vc '# config.yaml$')" = 0 ]
  [ ! -s err ]
  cp second config/casecraft/config.yaml
  cc-call --print-config >third
  cmp second third
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
