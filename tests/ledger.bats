# cc-call --ledger: what was paid for is kept before it is passed on, and not asked again.
# shellcheck disable=SC2154 # stderr is set by run --separate-stderr
# shellcheck disable=SC2030,SC2031 # each test has its own environment
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  provider_start -s "$FIXTURES/call"
  export CASECRAFT_TEST_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_TEST_MODEL='usage=12 3;content=paid'
}

teardown() {
  provider_stop
}

# chats N: N records that bring messages.
chats() {
  seq 1 "$1" | sed 's/.*/{"id":"&","messages":[{"role":"user","content":"number &"}]}/'
}

@test "an answer is kept, and not asked for again" {
  chats 3 >in
  cc-call -p test --ledger kept <in >first
  [ "$(stat -c %a kept)" = 600 ]
  check 'length == 3 and all(.reply.content == "paid" and .attempt.usage == {prompt: 12, completion: 3})
    and (map(.id) | sort) == ["1", "2", "3"] and all(.key | test("^xxh128:[0-9a-f]{32}$"))' kept
  cc-call -p test --ledger kept <in >out
  [ "$(requests)" = 3 ]
  check 'length == 3 and all(.reply == {content: "paid", finish_reason: "stop"} and .provider == "test")
    and all(.attempts | length == 1 and .[0].ledger and .[0].usage == {prompt: 12, completion: 3})'
  CASECRAFT_LEDGER=kept cc-call -p test <in >out
  [ "$(requests)" = 3 ]
  strip() { jq -cS 'del(.attempts[].ledger, .attempts[].ms)' "$1" | sort; }
  strip first >first.strip
  strip out | cmp - first.strip
}

@test "cases come from the answer in the ledger, checked as any" {
  cc-split "$FIXTURES/call/operations.yaml" >in
  CASECRAFT_TEST_MODEL='cases 3' cc-call -p test --cases 4 --ledger kept <in >first
  CASECRAFT_TEST_MODEL='cases 3' cc-call -p test --cases 4 --ledger kept <in >out
  [ "$(requests)" = 2 ]
  jq -cS '[.id, .cases]' first | sort >want
  jq -cS '[.id, .cases]' out | sort | cmp - want
}

@test "another question, model, address or id is asked" {
  chats 1 >in
  cc-call -p test --ledger kept <in >out
  sed 's/number/no/' in | cc-call -p test --ledger kept >out
  [ "$(requests)" = 2 ]
  sed 's/"id":"1"/"id":"one"/' in | cc-call -p test --ledger kept >out
  [ "$(requests)" = 3 ]
  cc-call -p test --model content=other --ledger kept <in >out
  [ "$(requests)" = 4 ]
  CASECRAFT_TEST_BASE_URL=$PROVIDER_URL/v2 cc-call -p test --ledger kept <in >out
  [ "$(requests)" = 5 ]
  CASECRAFT_TEST_MAX_TOKENS=99 cc-call -p test --ledger kept <in >out
  [ "$(requests)" = 6 ]
  # How it is sent is no other question.
  CASECRAFT_TEST_STREAM=false CASECRAFT_TEST_WORKERS=7 cc-call -p test --ledger kept <in >out
  [ "$(requests)" = 6 ]
}

@test "--force asks anew and keeps the newer answer" {
  chats 1 >in
  CASECRAFT_TEST_MODEL='content=old;then;content=new' cc-call -p test --ledger kept <in >out
  CASECRAFT_TEST_MODEL='content=old;then;content=new' cc-call -p test --ledger kept --force <in >out
  check '.[0].reply.content == "new"'
  # At the end the older one leaves the file.
  [ "$(wc -l <kept)" = 1 ]
  CASECRAFT_TEST_MODEL='content=old;then;content=new' cc-call -p test --ledger kept <in >out
  check '.[0].reply.content == "new"'
  [ "$(requests)" = 2 ]
}

@test "errors are not kept" {
  chats 2 >in
  CASECRAFT_TEST_MAX_RETRIES=0 CASECRAFT_TEST_MODEL='status=500' cc-call -p test --ledger kept <in >out
  check 'all(.error.class == "server")'
  [ ! -s kept ]
}

@test "after kill -9 only what is missing is asked for" {
  chats 60 >in
  export CASECRAFT_TEST_WORKERS=4 CASECRAFT_TEST_MODEL='delay=30;content=paid'
  for part in 1 2 3; do
    cc-call -p test --ledger kept <in >"part$part" 3>&- &
    victim=$!
    kept=0
    [ ! -e kept ] || kept=$(wc -l <kept)
    until_true has_lines kept $((kept + 9))
    kill -9 "$victim"
    wait "$victim" || true
  done
  cc-call -p test --ledger kept <in >out
  check 'length == 60 and all(.reply.content == "paid")'
  [ "$(wc -l <kept)" = 60 ]
  echo "requests: $(requests)"
  [ "$(requests)" -le $((60 + 3 * 4)) ]
  [ "$(provider_stat .max_in_flight)" -le 4 ]
}

@test "a torn end is mended, and what stands before it counts" {
  chats 3 >in
  cc-call -p test --ledger kept <in >out
  head -c -7 kept >torn
  cc-call -p test --ledger torn <in >out
  check 'length == 3 and all(.reply) and (map(select(.attempts[0].ledger)) | length == 2)'
  [ "$(requests)" = 4 ]
  jq -c .id torn >ids
  [ "$(wc -l <ids)" = 3 ]
}

@test "a file that is no ledger is refused and stays as it is" {
  chats 1 >in
  printf 'dear diary\n' >diary
  mkfifo pipe
  ln -s kept link
  for file in diary pipe . link missing/kept; do
    run -4 --separate-stderr cc-call -p test --ledger $file <in
    [ -z "$output" ]
    [[ "$stderr" = *"$file"* ]]
  done
  [ "$(cat diary)" = 'dear diary' ]
  [ ! -e kept ]
  [ "$(requests)" = 0 ]
  # A .env names no place to write to.
  echo "CASECRAFT_LEDGER=kept" >.env
  cc-call -p test <in >out
  check '.[0].reply'
  [ ! -e kept ]
}

@test "two processes share a ledger" {
  chats 40 >in
  export CASECRAFT_TEST_WORKERS=4
  head -n 20 in | cc-call -p test --ledger kept >first 3>&- &
  first=$!
  tail -n 20 in | cc-call -p test --ledger kept >out
  wait "$first"
  [ "$(wc -l <kept)" = 40 ]
  cc-call -p test --ledger kept <in >out
  check 'length == 40 and all(.attempts[0].ledger)'
  [ "$(requests)" = 40 ]
}

@test "the ledger is inherited by a fallback" {
  export CASECRAFT_OTHER_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_OTHER_MODEL=content=other CASECRAFT_LEDGER=kept
  export CASECRAFT_TEST_MODEL='status=402'
  chats 2 >in
  cc-call -p test <in | cc-fallback -c other >out
  cc-call -p test <in | cc-fallback -c other >out
  check 'length == 2 and all(.reply.content == "other" and .fallback_from == "test" and .attempts[-1].ledger)'
  stat_is '.scripts["content=other"].requests' 2
}

@test "a ledger that cannot grow ends the run, and what was answered goes out" {
  chats 40 >in
  text=$(head -c 300 /dev/zero | tr '\0' x)
  export CASECRAFT_TEST_WORKERS=2 CASECRAFT_TEST_MODEL="content=$text"
  run -4 --separate-stderr bash -c '(ulimit -f 4; exec cc-call -p test --ledger kept) <in | cat >out; exit "${PIPESTATUS[0]}"'
  [[ "$stderr" = *kept* ]]
  check 'length == 40 and all(.reply or .error.class == "interrupted")
    and (map(select(.reply)) | length > 3 and length < 20)'
  jq -es 'length > 2' kept
}

@test "a ledger that stays does not grow by what is asked anew, and loses nothing" {
  chats 30 >in
  cc-call -p test --ledger kept <in >out
  for _ in 1 2 3; do
    head -n 20 in | cc-call -p test --ledger kept --force >out
    [ "$(wc -l <kept)" = 30 ]
    [ "$(jq -r .id kept | sort -u | wc -l)" = 30 ]
  done
  # What is not answered anew has its older answer.
  CASECRAFT_TEST_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_TEST_MODEL='status=400' cc-call -p test --ledger kept --force <in >out
  [ "$(wc -l <kept)" = 30 ]
  [ "$(requests)" -ge 90 ]
  local before
  before=$(requests)
  cc-call -p test --ledger kept <in >out
  check 'length == 30 and all(.attempts[0].ledger)'
  [ "$(requests)" = "$before" ]
}

@test "no key is in the ledger" {
  chats 2 | CASECRAFT_TEST_API_KEY=sk-secret cc-call -p test --ledger kept >out
  run ! grep -q sk-secret kept out
}
