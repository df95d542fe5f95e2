#!/usr/bin/env bats
# The recipes of examples/recipes and the settings of examples/env do what they say.
load helper

setup() {
  cd "$BATS_TEST_TMPDIR"
  cp "$ROOT/examples/bookshop.yaml" .
  PATH=$ROOT/examples/recipes:$PATH
  provider_start
  provider glm 1
  provider qwen 3
}

teardown() {
  stop_machines
  provider_stop
}

# provider NAME WORKERS: the loopback provider under that name, which answers with two cases.
provider() {
  export "CASECRAFT_${1^^}_BASE_URL=$PROVIDER_URL/$1/v1" "CASECRAFT_${1^^}_API_KEY=k" \
    "CASECRAFT_${1^^}_MODEL=delay=30;cases" "CASECRAFT_${1^^}_WORKERS=$2"
  # Its cases do not hold for every operation; nobody is asked a second time for better ones.
  export "CASECRAFT_${1^^}_MAX_RETRIES=0"
}

columns() {
  awk -F '\t' -v n="$1" 'NF != n { print NR ": " NF " columns: " $0; bad = 1 } END { exit bad || NR == 0 }'
}

@test "each is named in the README of the examples" {
  local file
  for file in "$ROOT"/examples/recipes/* "$ROOT"/examples/env/*; do
    grep -qF "\`${file#"$ROOT"/examples/}\`" "$ROOT/examples/README.md" || { echo "not named: $file"; return 1; }
  done
}

@test "only-post lists the POST operations" {
  run -0 --separate-stderr only-post bookshop.yaml
  [ -z "$stderr" ]
  [ "${#lines[@]}" -eq 4 ]
  [[ ${lines[0]} == "POST /"*$'\t'*json*$'\t'*201* ]]
  only-post bookshop.yaml | columns 3
}

@test "only-failed and tomorrow: what failed is told, and asked again" {
  export CASECRAFT_GLM_MODEL=status=503
  cc-split bookshop.yaml | cc-assign -p glm,qwen | cc-call >results.ndjson
  run -0 only-failed results.ndjson
  [ "${#lines[@]}" -eq 6 ]
  [[ ${lines[0]} == *$'\t'overload$'\t'"glm overload"$'\t'* || ${lines[0]} == *$'\t'server$'\t'* ]]
  tomorrow results.ndjson >queue.ndjson
  [ "$(wc -l <queue.ndjson)" -eq 6 ]
  CASECRAFT_GLM_MODEL='delay=30;cases' cc-call <queue.ndjson >again.ndjson
  [ "$(jq -s 'map(select(.cases)) | length' again.ndjson)" -eq 6 ]
  cat results.ndjson again.ndjson | cc-merge -o out >merged
  [ "$(find out -name '*.json' -not -path '*/.*' | wc -l)" -eq 12 ]
  # What no time mends is left behind.
  [ -z "$(jq -nc '{id: "a", error: {class: "content"}}' | tomorrow)" ]
}

@test "cases-per-tag counts operations and cases" {
  casecraft generate bookshop.yaml --provider builtin -q -o out
  run -0 cases-per-tag bookshop.yaml out
  cases-per-tag bookshop.yaml out | columns 3
  [ "$(cases-per-tag bookshop.yaml out | awk -F '\t' '{ n += $2 } END { print n }')" -eq 12 ]
  [ "$(cases-per-tag bookshop.yaml out | awk -F '\t' '{ n += $3 } END { print n }')" -eq \
    "$(cat out/*.json | jq '.test_cases | length' | awk '{ n += $1 } END { print n }')" ]
}

@test "batch sends any prompts, and answers in their order" {
  export CASECRAFT_QWEN_MODEL=content=ok
  printf '%s\n' 'Name a river.' 'a "quoted" \ line' 'Name a prime number.' | batch qwen >answers
  [ "$(cut -f 1 answers | paste -sd ,)" = 'line 1,line 2,line 3' ]
  columns 2 <answers
  stat_is .requests 3
  export CASECRAFT_QWEN_MODEL=status=401
  [[ $(echo hello | batch qwen) == 'line 1'$'\t''error: '* ]]
}

@test "compare asks both providers for the same operations" {
  run -0 --separate-stderr compare glm builtin bookshop.yaml --include-tag orders
  compare glm qwen bookshop.yaml | columns 5
  [ "${lines[0]%%$'\t'*}" = operation ]
  [ "$(cc-split bookshop.yaml --include-tag orders | wc -l)" -eq $((${#lines[@]} - 1)) ]
  [[ ${lines[1]} == *$'\t'12/* ]]
}

@test "compare leaves no calls behind, which somebody would pay for" {
  export CASECRAFT_GLM_MODEL='cases;delay=300'
  run -4 compare glm nobody bookshop.yaml
  until_true stat_is .in_flight 0
  [ "$(requests)" -le 2 ]
  sleep 0.7
  [ "$(requests)" -le 2 ]
}

@test "gate fails while an operation has no cases, or older ones" {
  casecraft generate bookshop.yaml --provider builtin -q -o out
  run -0 gate bookshop.yaml out
  rm out/get_books.json
  run -1 --separate-stderr gate bookshop.yaml out
  [[ $stderr == *'GET /books'* && $stderr == *'gate: '* ]]
  casecraft generate bookshop.yaml --provider builtin -q -o out
  sed -i 's/maxLength: 80/maxLength: 81/' bookshop.yaml
  run -1 gate bookshop.yaml out
  run -3 gate missing.yaml out
  run -1 --separate-stderr gate bookshop.yaml nowhere
  [[ $stderr = *$'\nPOST /orders\n'* ]]
  # A log is added to.
  echo before >log
  run -1 sh -c 'gate bookshop.yaml out 2>>log'
  [ "$(head -n 1 log)" = before ]
  [ "$(tail -c 5 log)" = them ]
  # A document may have no cases, for want of one of a priority.
  printf '%s\n' 'openapi: 3.1.0' 'info: {title: T, version: "1"}' 'paths: {/a: {get: {responses: {"200": {description: x}}}}}' >small.yaml
  casecraft generate small.yaml --provider builtin -q -o small --priority P1
  run -1 --separate-stderr gate small.yaml small
  [[ $stderr = *$'\nGET /a\ngate: '* ]]
  casecraft generate small.yaml --provider builtin -q -o small --force
  run -0 gate small.yaml small
  # Without jq nothing is known.
  mkdir bin
  ln -s "$(command -v sh)" "$(command -v mktemp)" "$(command -v rm)" "$(command -v cc-split)" "$(command -v gate)" bin
  run -127 env PATH="$PWD/bin" gate small.yaml small
}

@test "the Makefile makes what changed, side by side, within the cap" {
  mkdir api
  local name
  for name in one two three four five six; do
    sed "s/^  title: .*/  title: $name/" bookshop.yaml >"api/$name.yaml"
  done
  export SPECS='api/one.yaml api/two.yaml api/three.yaml api/four.yaml api/five.yaml api/six.yaml'
  again() {
    env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS make -s -f "$ROOT/examples/recipes/Makefile" -j8 PROVIDERS=qwen
  }
  again
  stat_is .requests 72
  [ "$(provider_stat .max_in_flight)" -le 3 ]
  [ "$(find test_cases -name '*.json' -not -path '*/.casecraft/*' | wc -l)" -eq 72 ]
  again
  stat_is .requests 72
  sed -i 's/^    get:$/    get: # here/' api/two.yaml
  again
  stat_is .requests 72
  sed -i 's/summary: .*/& (new)/' api/two.yaml
  again
  stat_is .requests 84
}

@test "an operation that fails makes make fail, and is asked again" {
  export SPECS=bookshop.yaml CASECRAFT_QWEN_MODEL=status=400 CASECRAFT_FALLBACK_CHAIN=
  run -2 env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS make -f "$ROOT/examples/recipes/Makefile" PROVIDERS=qwen CHAIN=glm,
  [ ! -e test_cases/bookshop.yaml/made ]
  CASECRAFT_QWEN_MODEL='delay=30;cases' env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS \
    make -f "$ROOT/examples/recipes/Makefile" PROVIDERS=qwen
  [ -e test_cases/bookshop.yaml/made ]
}

# machine NAME: an sshd of its own, with its own slots, that stands for a machine.
machine() {
  local port _
  mkdir -p "ssh/$1"
  ssh-keygen -q -t ed25519 -N '' -f "ssh/$1/host"
  cat >"ssh/$1/config" <<END
ListenAddress 127.0.0.1
HostKey $PWD/ssh/$1/host
AuthorizedKeysFile $PWD/ssh/key.pub
PidFile $PWD/ssh/$1/pid
StrictModes no
UsePAM no
SetEnv PATH=$PATH CASECRAFT_SLOT_DIR=$PWD/ssh/$1/slots CASECRAFT_QWEN_BASE_URL=$CASECRAFT_QWEN_BASE_URL CASECRAFT_QWEN_API_KEY=k CASECRAFT_QWEN_MODEL=cases CASECRAFT_QWEN_MAX_RETRIES=0
END
  [ "$(id -u)" != 0 ] || mkdir -p /run/sshd
  # On a port that is free, and none that the system gives to clients: sshd goes into the background before it listens,
  # and writes its process id when it does.
  for _ in 1 2 3 4 5; do
    port=$((10000 + RANDOM % 20000))
    "$(command -v sshd || echo /usr/sbin/sshd)" -p "$port" -f "$PWD/ssh/$1/config" -E "$PWD/ssh/$1/log" 3>&-
    ! until_true test -s "$PWD/ssh/$1/pid" || break
  done
  printf 'Host %s\n  HostName 127.0.0.1\n  Port %s\n  IdentityFile %s/ssh/key\n' "$1" "$port" "$PWD" >>ssh/client
}

stop_machines() {
  local pid
  for pid in ssh/*/pid; do
    [ ! -e "$pid" ] || kill "$(cat "$pid")"
  done
}

@test "machines divides the operations and the cap over two machines" {
  command -v parallel >/dev/null || skip 'GNU parallel is not installed'
  [ -x /usr/sbin/sshd ] || command -v sshd >/dev/null || skip 'sshd is not installed'
  mkdir ssh bin
  ssh-keygen -q -t ed25519 -N '' -f ssh/key
  printf '%s\n' 'UserKnownHostsFile /dev/null' 'StrictHostKeyChecking no' 'LogLevel ERROR' >ssh/client
  machine one
  machine two
  printf '#!/bin/sh\nexec /usr/bin/ssh -F "%s/ssh/client" "$@"\n' "$PWD" >bin/ssh
  chmod +x bin/ssh
  export PATH=$PWD/bin:$PATH PARALLEL_SSH=$PWD/bin/ssh
  until_true bin/ssh one true
  until_true bin/ssh two true
  machines 4 one,two bookshop.yaml -p qwen >results
  [ "$(jq -s 'map(select(.cases)) | length' results)" -eq 12 ]
  [ "$(jq -rs 'map(.id) | unique | length' results)" -eq 12 ]
  stat_is .requests 12
  [ "$(provider_stat .max_in_flight)" -le 4 ]
  # Both had a part of them.
  [ -d ssh/one/slots ] && [ -d ssh/two/slots ]
  run -2 machines 1 one,two bookshop.yaml -p qwen
}

@test "the settings of examples/env work once their keys are filled in" {
  local file
  unset "${!CASECRAFT_@}"
  for file in "$ROOT"/examples/env/*.env; do
    sed 's/^\(CASECRAFT_[A-Z]*_API_KEY=\)$/\1k/' "$file" >.env
    echo "$file"
    run -0 --separate-stderr cc-assign --fallback "$(sed -n 's/^CASECRAFT_FALLBACK_CHAIN=//p' .env)" </dev/null
    [ -z "$stderr" ]
    # And say so when they are not.
    cp "$file" .env
    run -4 --separate-stderr cc-assign </dev/null
    [[ $stderr == *_API_KEY* ]]
  done
}
