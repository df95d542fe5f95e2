# cc-call: odd answers, records, ledgers and surroundings, each of which once did harm.
# shellcheck disable=SC2154 # stderr is set by run --separate-stderr
# shellcheck disable=SC2030,SC2031 # each test has its own environment
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  mkdir scripts
  provider_start -s scripts
  export CASECRAFT_TEST_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_TEST_MODEL=content=ok CASECRAFT_TEST_MAX_RETRIES=0
  export ASAN_OPTIONS="${ASAN_OPTIONS:-}:quarantine_size_mb=1"
}

teardown() {
  provider_stop
}

# chats N [MEMBERS]: N records that bring messages.
chats() {
  seq 1 "$1" | sed 's/.*/{"id":"&",'"${2:+$2,}"'"messages":[{"role":"user","content":"number &"}]}/'
}

@test "an answer that is too long for a line is an error, not a shorter answer" {
  head -c 3000000 /dev/zero | tr '\0' '\1' | fold -w 1000 | tr '\n' ' ' >scripts/ones
  chats 1 | CASECRAFT_TEST_MODEL=content-file=ones cc-call -p test --ledger kept >out 2>err
  check '.[0].error | .class == "output" and (.message | contains("too long"))'
  grep -q 'too long for the ledger' err
  [ ! -s kept ]
}

@test "a NUL in an answer ends nothing" {
  printf '%s\n' 'data: {"choices":[{"delta":{"content":"a\u0000b"}}]}' '' \
    'data: {"choices":[{"delta":{},"finish_reason":"stop"}]}' '' 'data: [DONE]' '' >scripts/nul
  chats 1 | CASECRAFT_TEST_MODEL='body-file=nul;header=Content-Type: text/event-stream' cc-call -p test --ledger kept >out
  check '.[0].reply.content == "a\u0000b"'
  check '.[0].reply.content == "a\u0000b"' kept
}

@test "an address of this machine is not asked for by a proxy" {
  export http_proxy=http://127.0.0.1:1 https_proxy=http://127.0.0.1:1 all_proxy=http://127.0.0.1:1
  chats 1 | CASECRAFT_TEST_API_KEY=k cc-call -p test >out
  check '.[0].reply.content == "ok"'
}

@test "two providers of one address are asked in turns" {
  for name in ONE TWO; do
    export "CASECRAFT_${name}_BASE_URL=$PROVIDER_URL/v1" "CASECRAFT_${name}_MODEL=delay=10;content=$name"
  done
  { chats 1 '"provider":"one"'; chats 1 '"provider":"two"'; chats 80 '"provider":"one"'; } | cc-call >out
  check 'length == 82 and all(.reply) and ([.[] | .provider] | index("two") < 20)'
}

@test "an error in a stream is acted on though the connection stays open" {
  printf '%s\n' 'data: {"error":{"code":"insufficient_quota","message":"pay"}}' '' >scripts/error
  export CASECRAFT_OPENAI_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_OPENAI_API_KEY=k
  export CASECRAFT_OPENAI_MODEL='body-file=error;header=Content-Type: text/event-stream;stall=900'
  chats 20 | timeout 20 cc-call -p openai >out
  check 'length == 20 and all(.error.class == "billing") and ([.[] | select(.attempts)] | length == 3)'
}

@test "an empty error beside an answer, and a code of success, are no errors" {
  while read -r body; do
    printf '%s' "$body" >scripts/body
    chats 1 | CASECRAFT_TEST_STREAM=false CASECRAFT_TEST_MODEL=body-file=body cc-call -p test >out
    check '.[0].reply.content == "x"'
  done <<'END'
{"error":"","choices":[{"message":{"content":"x"},"finish_reason":"stop"}]}
{"error":{},"choices":[{"message":{"content":"x"},"finish_reason":"stop"}]}
{"error":null,"code":0,"choices":[{"message":{"content":"x"},"finish_reason":"stop"}]}
{"error":{"code":"","message":null},"choices":[{"message":{"content":"x"},"finish_reason":"stop"}]}
END
  printf '%s\n' 'data: {"code":0,"message":"ok"}' '' 'data: {"choices":[{"delta":{"content":"x"},"finish_reason":"stop"}]}' '' >scripts/events
  chats 1 | CASECRAFT_TEST_MODEL='body-file=events;header=Content-Type: text/event-stream' cc-call -p test >out
  check '.[0].reply.content == "x"'
}

@test "one 404 without a word is no verdict, two are" {
  echo '<html>nginx</html>' >scripts/404.html
  chats 5 | CASECRAFT_TEST_MODEL='status=404;body-file=404.html;times=1;then;content=ok' cc-call -p test >out
  check '([.[] | select(.reply)] | length) == 4 and ([.[] | select(.error)] | .[0].error.class == "model" and (.[0].error.message | contains("BASE_URL")))'
  chats 50 | CASECRAFT_TEST_MODEL='status=404;body-file=404.html' cc-call -p test >out
  check 'all(.error.class == "model") and ([.[] | select(.attempts)] | length == 2)'
}

@test "a record that waits for its provider goes to another candidate when that is through" {
  export CASECRAFT_P_BASE_URL=$PROVIDER_URL/p CASECRAFT_P_MODEL='status=500;retry-after=1;times=1;then;status=402' \
    CASECRAFT_Q_BASE_URL=$PROVIDER_URL/q CASECRAFT_Q_MODEL='delay=20;content=from q'
  { chats 1 '"candidates":["p","q"]'; sleep 0.4; chats 1 '"provider":"p"'; } | cc-call >out
  check 'map(select(has("candidates"))) | .[0].reply.content == "from q" and .[0].provider == "q"
    and (.[0].attempts | map(.provider)) == ["p", "q"]'
}

@test "equal records are asked once with a ledger" {
  chats 1 | sed 'p;p;p;p' >in
  cc-call -p test --ledger kept <in >out
  check 'length == 5 and all(.reply) and ([.[] | select(.attempts[0].ledger)] | length == 4)'
  [ "$(requests)" = 1 ]
}

@test "a ledger that was tampered with spoils no record" {
  chats 1 >in
  cc-call -p test --ledger kept <in >out
  for attempt in '[1,2]' '{}' '"x"' '7' 'null'; do
    sed 's/"attempt":{.*}}$/"attempt":'"$attempt"'}/' kept >tampered
    cc-call -p test --ledger tampered <in >out
    check '.[0].reply.content == "ok" and (.[0].attempts | length == 1)'
  done
}

@test "a record that asks nothing costs nothing" {
  printf '%s\n' '{"id":"1"}' '{"id":"2","method":"GET"}' '{"id":"3","method":7,"path":"/x"}' >in
  cc-call -p test <in >out
  check 'length == 3 and all(.error.class == "request" and (has("attempts") | not))'
  [ "$(requests)" = 0 ]
}

@test "slots that cannot be opened are exit 4" {
  chats 1 >in
  cc-call -p test <in >out
  rm "$CASECRAFT_SLOT_DIR"/*
  run -0 bash -c 'cc-call -p test <in >out'
  for file in "$CASECRAFT_SLOT_DIR"/*; do
    rm "$file"
    mkdir "$file"
  done
  run -4 --separate-stderr bash -c 'cc-call -p test <in >out'
  check '.[0].error.class == "config"'
}

@test "a .env of another program, or a folder of that name, is in nobody's way" {
  chats 1 >in
  printf 'KEY="-----BEGIN\nabc\n-----END"\nnonsense\nCASECRAFT_TEST_MODEL=content=dot\n' >.env
  env -u CASECRAFT_TEST_MODEL cc-call -p test <in >out
  check '.[0].reply.content == "dot"'
  rm .env
  mkdir .env
  cc-call -p test <in >out
  check '.[0].reply.content == "ok"'
}

@test "a key with a blank behind it, or in a finish_reason, is not told" {
  mkdir keys
  printf 'status 401\nbody {"error":{"message":"Incorrect API key provided: sk-Secret-1."}}\n' >scripts/echo.script
  chats 1 | CASECRAFT_TEST_API_KEY='sk-Secret-1 ' CASECRAFT_TEST_MODEL=echo cc-call -p test >out 2>err
  printf 'content x\nfinish sk-Secret-1\n' >scripts/finish.script
  chats 1 | CASECRAFT_TEST_API_KEY=sk-Secret-1 CASECRAFT_TEST_MODEL=finish cc-call -p test --ledger kept >again 2>>err
  check '.[0].reply.content == "x"' again
  run ! grep -l 'sk-Secret-1' out err again kept
}

@test "-p takes one provider, and says where a list goes" {
  run -2 --separate-stderr cc-call -p test,glm </dev/null
  [[ "$stderr" = *cc-assign*--check* ]]
}
