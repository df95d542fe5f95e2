# Keys: in the Authorization header to the host of the base URL, and nowhere else.
# shellcheck disable=SC2154 # stderr is set by run --separate-stderr
# shellcheck disable=SC2030,SC2031 # each test has its own environment
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  provider_start
  export CASECRAFT_TEST_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_TEST_API_KEY=sk-Secret-4711 \
    CASECRAFT_OTHER_BASE_URL=$PROVIDER_URL/v2 CASECRAFT_OTHER_API_KEY=sk-Secret-4712
}

teardown() {
  provider_stop
}

chats() {
  seq 1 "$1" | sed 's/.*/{"id":"&","messages":[{"role":"user","content":"number &"}]}/'
}

# is_nowhere FILE...: no key, and no half of one.
is_nowhere() {
  run ! grep -a -l 'Secret-471' "$@"
}

@test "the key is in the header of the request, and in no other part of it" {
  chats 1 | CASECRAFT_TEST_MODEL=content=ok cc-call -p test >out
  curl -s "$PROVIDER_URL/__last" >last
  jq -e '.headers.authorization == "Bearer sk-Secret-4711"' last
  jq 'del(.headers.authorization)' last >rest
  is_nowhere rest out
}

@test "nothing that a run writes has a key: output, messages, log, ledger, arguments" {
  chats 12 >in
  mkdir scripts
  printf '%s\n' 'status 401' 'delay 300' 'times 1' 'header X-Request-Id: sk-Secret-4711' \
    'body {"error":{"code":"sk-Secret-4711","message":"sk-Secret-4711 is wrong"}}' 'then' 'delay 200' 'content ok' >scripts/wrong.script
  provider_stop
  provider_start -s scripts
  export CASECRAFT_TEST_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_OTHER_BASE_URL=$PROVIDER_URL/v2 CASECRAFT_TEST_MODEL=wrong
  export CASECRAFT_OTHER_MODEL='delay=200;content=other' CASECRAFT_LEDGER=ledger CASECRAFT_TEST_WORKERS=2
  { cc-call -p test -vv --log call.log <in 2>call.err | cc-fallback -c other -vv --log back.log -- cc-call -vv >out 2>back.err; } 3>&- &
  run=$!
  until_true stat_is .in_flight 2
  # The shell and bats have it in no argument either.
  for file in /proc/[0-9]*/cmdline; do cat "$file"; done >arguments 2>/dev/null || true
  wait "$run" || true
  [ -s arguments ]
  [ -s call.err ]
  jq -es 'length == 12 and (map(select(.reply)) | length) >= 11' out
  is_nowhere arguments out call.err back.err call.log back.log ledger
}

@test "a key that an answer repeats is in no reply, ledger, request or case, however JSON spells it" {
  mkdir scripts
  provider_stop
  provider_start -s scripts
  export CASECRAFT_TEST_BASE_URL=$PROVIDER_URL/v1
  # shellcheck disable=SC2016 # for jq
  printf '%s\n' '{"cases":[{"name":"sk-Secret-4711","description":"Bearer sk-Secret-4711","test_type":"positive","status":201,"body":{"name":"sk-\u0053ecret-4711"}},' \
    '{"name":"sk-Secret-4711","test_type":"\u0073k-Secret-4711","body":{"sk-Secret-4711":1}}]}' >scripts/cases
  for stream in yes no; do
    printf '%s\n' "stream $stream" 'content got Bearer sk-Secret-4711, yes' >"scripts/said-$stream.script"
    printf '%s\n' "stream $stream" 'content-file cases' >"scripts/cases-$stream.script"
  done
  cc-split "$FIXTURES/call/operations.yaml" | jq -c 'select(.id == "POST /toys")' >operation
  for stream in yes no; do
    chats 1 | CASECRAFT_TEST_MODEL="said-$stream" cc-call -p test --ledger ledger >"out.$stream" 2>"err.$stream"
    check '.[0].reply.content == "got Bearer **************, yes"' "out.$stream"
    CASECRAFT_TEST_MODEL="cases-$stream" cc-call -p test --cases 4 --ledger ledger --save-prompts asked -vv --log log \
      <operation >"cases.$stream" 2>"err2.$stream"
    check '.[0] | (.cases | length == 1) and (.rejected | length > 0) and (.attempts | length == 2)' "cases.$stream"
    check '.[0].cases[0] | .description == "Bearer **************" and (.body.name | test("^[*]+$"))' "cases.$stream"
  done
  [ "$(find asked -type f | wc -l)" -eq 2 ]
  is_nowhere out.* err* cases.* ledger log asked/*
  run ! grep -a -l 'ecret-471' cases.* ledger asked/*
  # A ledger may hold what has become a key since.
  chats 1 | CASECRAFT_TEST_API_KEY=sk-Earlier-4710 CASECRAFT_TEST_MODEL=said-no cc-call -p test --ledger older >out
  grep -q 'Secret-4711' older
  chats 1 | CASECRAFT_TEST_MODEL=said-no cc-call -p test --ledger older >out
  check '.[0] | .reply.content == "got Bearer **************, yes" and .attempts[0].ledger'
}

@test "a short key, which is a placeholder, ruins no answer and no message" {
  export CASECRAFT_TEST_API_KEY=a CASECRAFT_TEST_MAX_RETRIES=0
  chats 1 >in
  CASECRAFT_TEST_MODEL='content=a sad answer' cc-call -p test <in >out
  check '.[0].reply.content == "a sad answer"'
  # A local server takes any word.
  CASECRAFT_TEST_API_KEY=secret CASECRAFT_TEST_MODEL='content=a client_secret' cc-call -p test <in >out
  check '.[0].reply.content == "a client_secret"'
  CASECRAFT_TEST_MODEL='body=banana;header=Content-Type: application/data' cc-call -p test <in >out
  check '.[0].error.message | contains("(application/data)")'
}

@test "a model that a list calls by the key is not told" {
  mkdir -p scripts/own/v1
  echo 'body {"data":[{"id":"sk-Secret-4711"}]}' >scripts/own/v1/models.script
  provider_stop
  provider_start -s scripts
  run -1 --separate-stderr env CASECRAFT_TEST_BASE_URL="$PROVIDER_URL/own/v1" CASECRAFT_TEST_MODEL=gone cc-call --check -p test
  [[ "$stderr" = *'it has **************, for one'* ]]
  [[ "$output$stderr" != *Secret-471* ]]
}

@test "a key does not follow a redirect, nor goes to a host that an answer names" {
  first=$PROVIDER_URL first_pid=$PROVIDER_PID
  provider_start
  chats 1 >in
  CASECRAFT_TEST_MODEL="status=308;header=Location: $PROVIDER_URL/v1/chat/completions;header=Refresh: 0; url=$PROVIDER_URL" \
    CASECRAFT_TEST_BASE_URL=$first/v1 cc-call -p test <in >out
  jq -es '.[0].error.class == "request"' out
  stat_is .requests 0
  kill "$first_pid"
}

@test "the helper that fetches descriptions gets no key" {
  mkdir libexec
  # shellcheck disable=SC2016 # for the helper
  printf '#!/bin/sh\nenv >"%s/seen"\nread -r url\nexit 4\n' "$PWD" >libexec/cc-fetch
  chmod +x libexec/cc-fetch
  run -4 --separate-stderr env CASECRAFT_LIBEXECDIR="$PWD/libexec" KEPT=yes cc-split https://api.example.com/openapi.yaml
  grep -q '^KEPT=yes' seen
  grep -q '^CASECRAFT_TEST_BASE_URL=' seen
  is_nowhere seen
}

@test "a key file that others can read is refused, and its name is told, not what it holds" {
  (umask 077 && echo sk-Secret-4711 >key)
  chmod 640 key
  chats 1 >in
  unset CASECRAFT_TEST_API_KEY
  run -4 --separate-stderr env CASECRAFT_TEST_API_KEY_FILE=key CASECRAFT_TEST_MODEL=content=ok cc-call -p test <in
  [[ "$stderr" = *'key file key'*'chmod 600'* ]]
  [[ "$stderr" != *Secret* ]]
  chmod 600 key
  CASECRAFT_TEST_API_KEY_FILE=key CASECRAFT_TEST_MODEL=content=ok cc-call -p test <in >out
  curl -s "$PROVIDER_URL/__last" | jq -e '.headers.authorization == "Bearer sk-Secret-4711"'
  is_nowhere out
}

@test "no core file is left that could hold a key" {
  chats 1 >in
  CASECRAFT_TEST_MODEL=stall=0 cc-call -p test <in >out 3>&- &
  caller=$!
  until_true stat_is .in_flight 1
  grep -Eq '^Max core file size +0 +0 ' "/proc/$caller/limits"
  kill -9 "$caller"
  wait "$caller" || true
}
