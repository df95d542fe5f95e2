# casecraft init: .env, written whole, for its owner alone, with keys that work.
# shellcheck disable=SC2154 # stderr is set by run --separate-stderr
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  mkdir project
  cd project || return
  provider_start
  # The provider `test` wants no key; glm is at the loopback provider, too.
  export CASECRAFT_TEST_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_TEST_MODEL=cases
  printf 'k"e y%s\n' "'" >../key
}

teardown() {
  provider_stop
}

# at_a_terminal ANSWERS COMMAND...: what it shows goes to ./shown, its exit code to ./code.
at_a_terminal() {
  command -v script >/dev/null || skip 'there is no script(1)'
  local answers=$1
  shift
  printf '%q ' "$@" >typed
  # The answers are typed one by one: what is read without echo throws away what was typed before.
  { while IFS= read -r line; do sleep 0.4; printf '%s\n' "$line"; done <<<"$answers"; sleep 0.2; } |
    timeout 30 script -qec "sh ./typed" /dev/null >shown 2>&1 3>&- && echo 0 >code || echo $? >code
  tr -d '\r' <shown
}

@test "a key from a file, from stdin and from the environment" {
  local url=$PROVIDER_URL/v1
  run -0 --separate-stderr casecraft init --provider glm --no-check --key-file ../key
  [ -z "$output" ]
  grep -qxF "CASECRAFT_GLM_API_KEY=\"k\\\"e y'\"" .env
  grep -qxF 'CASECRAFT_PROVIDERS=glm' .env
  [ "$(stat -c %a .env)" = 600 ]
  # It is read as it was given.
  export CASECRAFT_GLM_BASE_URL=
  run -0 cc-assign -p glm </dev/null
  rm .env
  echo 'kkkk' | CASECRAFT_GLM_BASE_URL=$url casecraft init --provider=glm,builtin
  [ "$(cat .env)" = $'CASECRAFT_GLM_API_KEY=kkkk\nCASECRAFT_PROVIDERS=glm,builtin' ]
  rm .env
  CASECRAFT_GLM_API_KEY='k k' CASECRAFT_GLM_BASE_URL=$url run -0 --separate-stderr casecraft init --provider glm --yes </dev/null
  grep -qxF "CASECRAFT_GLM_API_KEY='k k'" .env
  grep -qxF "CASECRAFT_GLM_BASE_URL=$url" .env
  [ "$(find . -type f)" = ./.env ]
}

@test "a key of a file from Windows, and files without one" {
  printf 'kkkk\r\n' >../windows
  casecraft init --provider glm --no-check --key-file ../windows
  casecraft init --provider qwen --no-check <../windows
  [ "$(grep -cx 'CASECRAFT_[A-Z]*_API_KEY=kkkk' .env)" = 2 ]
  rm .env
  : >../empty
  for file in ../empty ../nowhere ..; do
    run -4 --separate-stderr casecraft init --provider glm --no-check --key-file "$file"
    [ "$stderr" = "casecraft: there is no key in $file, or it cannot be read" ]
  done
  [ -z "$(ls -A)" ]
}

@test "what was written is what a run uses, by itself" {
  unset CASECRAFT_TEST_BASE_URL CASECRAFT_TEST_MODEL
  printf '%s\n' "$PROVIDER_URL/v1" default | casecraft init --provider test
  CASECRAFT_TEST_MODEL=cases casecraft generate "$ROOT/examples/bookshop.yaml" --include-path /books -o out -q
  [ "$(provider_stat '.requests > 0')" = true ]
}

@test "names are parted by any comma" {
  for list in qwen,builtin 'qwen builtin' qwen，builtin qwen、builtin; do
    echo kkkk | casecraft init --provider "$list" --no-check
    grep -qxF CASECRAFT_PROVIDERS=qwen,builtin .env
    rm .env
  done
}

@test "other lines stay, and one that is there is replaced only where that is agreed to" {
  printf '%s' $'# mine\nOTHER="a b"\nexport CASECRAFT_GLM_API_KEY = old\nCASECRAFT_GLM_MODEL=m\nCASECRAFT_PROVIDERS=kimi' >.env
  cp .env before
  CASECRAFT_GLM_API_KEY=new run -0 --separate-stderr casecraft init --provider glm --no-check --yes </dev/null
  diff .env - <<'END_OF_ENV'
# mine
OTHER="a b"
CASECRAFT_GLM_MODEL=m
CASECRAFT_PROVIDERS=kimi
CASECRAFT_GLM_API_KEY=new
END_OF_ENV
  cp before .env
  # Without --yes the environment is left alone, and what .env has is not asked for.
  CASECRAFT_GLM_API_KEY=new run -0 --separate-stderr casecraft init --provider glm --no-check </dev/null
  diff <(cat before && echo) .env
  printf 'CASECRAFT_KIMI_API_KEY=\n' >.env
  casecraft init --provider kimi --no-check --key-file ../key
  [ "$(grep -c KIMI_API_KEY .env)" = 1 ]
}

@test "a provider that cannot be called leaves no .env, or the one that was there" {
  export CASECRAFT_TEST_MODEL='status=401' CASECRAFT_DOWN_BASE_URL=http://127.0.0.1:9 CASECRAFT_DOWN_MODEL=m
  run -4 --separate-stderr casecraft init --provider down --yes </dev/null
  [[ $stderr = *127.0.0.1*'.env stays as it was' ]]
  [ ! -e .env ]
  run -4 --separate-stderr casecraft init --provider glm </dev/null
  [[ $stderr = *CASECRAFT_GLM_API_KEY* ]]
  [ ! -e .env ]
  ln -s ../elsewhere .env
  run -4 --separate-stderr casecraft init --provider builtin
  [ -L .env ] && [ ! -e ../elsewhere ]
  for args in '' '--provider' '--provider A' '--provider ..' '--provider a,b --key-file ../key' '--odd' '--yes=1 --provider builtin'; do
    # shellcheck disable=SC2086
    run -2 --separate-stderr casecraft init $args </dev/null
  done
}

@test "no key is an argument of any command" {
  mkdir ../spies
  local name
  for name in cc-assign cc-call mktemp mv awk sed tr cat grep stty git rm; do
    printf '#!/bin/sh\nprintf "%%s\\n" "$*" >>"%s"\nexec "%s" "$@"\n' "$PWD/../argv" "$(command -v $name)" >../spies/$name
  done
  chmod +x ../spies/*
  # The commands beside casecraft would go before the spies.
  mkdir -p ../own/libexec/casecraft
  cp "$BUILD"/libexec/casecraft/{casecraft-init,*.sh} ../own/libexec/casecraft
  echo kkkk | PATH=$PWD/../spies:$PATH ../own/libexec/casecraft/casecraft-init --provider glm --no-check
  grep -q KKKK .env || grep -q kkkk .env
  [ -s ../argv ]
  run ! grep kkkk ../argv
}

@test "at a terminal: asked for names and keys, which are not shown, and a refused one again" {
  export CASECRAFT_GLM_BASE_URL=$PROVIDER_URL/v1
  at_a_terminal $'glm\nn\nkkkk' casecraft init
  cat code
  [ "$(cat code)" = 0 ]
  run ! grep kkkk shown
  grep -q 'CASECRAFT_GLM_API_KEY (it is not shown)' shown
  # That it is not set yet goes without saying.
  run ! grep cc-assign shown
  grep -qxF CASECRAFT_GLM_API_KEY=kkkk .env
  run ! grep BASE_URL .env
  # What is there is replaced only after a yes.
  cp .env before
  at_a_terminal $'n' env CASECRAFT_GLM_API_KEY=new casecraft init --provider glm
  diff .env before
}

@test "at a terminal: a name that is not known, and which may be meant" {
  echo CASECRAFT_GML_MODLE=x >.env
  at_a_terminal '' casecraft init --provider gml
  [ "$(cat code)" = 4 ]
  local told='cc-assign: provider gml is not known; did you mean glm? (CASECRAFT_GML_BASE_URL makes it one)'
  tr -d '\r' <shown >lines
  grep -B 1 '^CASECRAFT_GML_BASE_URL:' lines | grep -qxF "$told"
  run ! grep MODLE lines
}

# leaves KEY: what the terminal is like, in ./shown, after init got KEY in place of a key.
leaves() {
  command -v script >/dev/null || skip 'there is no script(1)'
  printf '%s\n' 'trap : INT QUIT' 'casecraft init --provider glm --no-check' 'echo "code $?"' 'stty -a' 'echo end' >typed
  : >shown
  { until_true grep -q 'not shown' shown && sleep 0.2 && printf "$1" && until_true grep -q '^end' shown; } |
    timeout 30 script -qec 'exec sh ./typed' /dev/null >shown 2>&1 3>&-
  cat shown
  grep -q "code $2" shown
  grep -qE '(^| )echo( |$)' shown
  run ! grep -qE -- '-echo( |$)' shown
  [ ! -e .env ]
}

@test "the terminal shows what is typed again, however init ends" {
  leaves '\003' 130
  leaves '\004' 1
  leaves 'kkk\034' 131
}
