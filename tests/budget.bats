# cc-call --max-cost: what a run may spend.
# shellcheck disable=SC2154 # stderr is set by run --separate-stderr
# shellcheck disable=SC2030,SC2031 # each test has its own environment
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  provider_start
  # A call is reckoned with 1.02 USD or so, and takes 1.03 when it says so.
  export CASECRAFT_TEST_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_TEST_MAX_TOKENS=1000 CASECRAFT_TEST_MODEL='usage=30 1000;content=x'
  printf '%s\n' 'providers: {test: {"*": {in: 1000, out: 1000}}, free: {"*": {in: 0, out: 0}}}' >prices
  chats=$(seq 1 10 | sed 's/.*/{"id":"&","messages":[{"role":"user","content":"number &"}]}/')
}

teardown() {
  provider_stop
}

# spend AMOUNT [ARG...]: the ten chats; into out.
spend() {
  local amount=$1
  shift
  cc-call -p test --prices prices --max-cost "$amount" "$@" <<<"$chats" >out 2>err
}

# check FILTER: the filter is true of the records, taken as one array.
check() {
  jq -es "$1" out >check.out || { echo "not so: $1"; head -c 3000 out; cat err; return 1; }
}

# asked N: so many requests since the last time, so many replies, and the rest is not asked.
asked() {
  local seen
  seen=$(requests)
  [ "$seen" = "$1" ] || { echo "requests: $seen, not $1"; cat err; return 1; }
  check "length == 10 and (map(select(.reply)) | length) == $1
    and (map(select(.error)) | all(.error.class == \"interrupted\" and (has(\"attempts\") | not)
      and (.error.message | test(\"^not asked: of at most .* USD, .* are spent.*--max-cost\$\"))))"
  curl -s -X POST "$PROVIDER_URL/__reset" >reset
}

@test "calls are started as long as what is spent and what is in flight stays below" {
  local workers
  for workers in 1 2 8; do
    export CASECRAFT_TEST_WORKERS=$workers
    spend 0
    asked 0
    spend 1
    asked 0
    spend 1.1
    asked 1
    spend 5.5
    asked 5
    spend 100
    asked 10
  done
}

@test "what was told counts, else the estimate, and of an error nothing" {
  # Less than was reckoned with: what waits for that goes on.
  CASECRAFT_TEST_WORKERS=8 CASECRAFT_TEST_MODEL='usage=30 70;content=x;delay=20' spend 2.2
  asked 10
  # Nothing told: some 1.02 each.
  CASECRAFT_TEST_MODEL='usage=none;content=x' spend 5.5
  asked 5
  CASECRAFT_TEST_MODEL='status=500;times=9;then;usage=30 1000;content=x' CASECRAFT_TEST_MAX_RETRIES=0 spend 1.1
  check '(map(select(.error.class == "server")) | length == 9) and (map(select(.reply)) | length == 1)'
  # More than was reckoned with: no further call.
  curl -s -X POST "$PROVIDER_URL/__reset" >reset
  CASECRAFT_TEST_MODEL='usage=30 9000;content=x' spend 3
  asked 1
}

@test "what is in the ledger costs nothing, and so does who costs nothing" {
  spend 4.4 --ledger kept
  asked 4
  spend 4.4 --ledger kept
  [ "$(requests)" = 4 ]
  check '(map(select(.reply)) | length) == 8'
  spend 2.2 --ledger kept
  check 'all(.reply)'
  curl -s -X POST "$PROVIDER_URL/__reset" >reset
  export CASECRAFT_FREE_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_FREE_MODEL=content=x
  cc-call -p free --prices prices --max-cost 0 <<<"$chats" >out 2>err
  asked 10
  cc-split "$ROOT/examples/bookshop.yaml" | cc-call -p builtin --max-cost 0 >out
  check 'length == 12 and all(.cases)'
}

@test "a price that is not known: nobody is asked" {
  run -4 --separate-stderr cc-call -p test --max-cost 5 <<<"$chats"
  [[ $stderr = *'the price of '*'--prices'* ]]
  [ -z "$output" ]
  jq -c '.provider = (if .id == "1" then "builtin" elif .id == "2" then "free" else "test" end)' <<<"$chats" >in
  export CASECRAFT_FREE_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_FREE_MODEL=content=x
  echo 'providers: {free: {"*": {in: 0, out: 0}}}' >prices
  cc-call --prices prices --max-cost 5 <in >out 2>err
  check '(map(select(.error.class == "config" and .provider == "test")) | length == 8) and (map(select(.reply)) | length == 1)'
  [ "$(grep -c 'the price of' err)" = 1 ]
  [ "$(requests)" = 1 ]
  run -2 --separate-stderr cc-call --max-cost much <in
  run -4 --separate-stderr cc-call --max-cost 1 --prices absent <in
}

@test "a second question that would cost too much is not asked, and the first answer stays" {
  cc-split "$FIXTURES/call/operations.yaml" | jq -c 'select(.method == "GET")' >in
  CASECRAFT_TEST_MODEL='usage=30 900;cases=2' cc-call -p test --prices prices --max-cost 2 <in >out 2>err
  check '.[0] | (.cases | length == 2) and (.attempts | length == 1) and (has("error") | not)'
  [ "$(requests)" = 1 ]
}

@test "--dry-run says whether it is within" {
  run -0 --separate-stderr bash -c "cc-call -p test --prices prices --max-cost 20 --dry-run=sums <<<'$chats'"
  [[ $stderr = 'cc-call: that is within the 20 USD of --max-cost' ]]
  run -0 --separate-stderr bash -c "cc-call -p test --prices prices --max-cost 250000 --dry-run=sums <<<'$chats'"
  [[ $stderr = 'cc-call: that is within the 250000 USD of --max-cost' ]]
  [ "$(jq .within <<<"$output")" = true ]
  run -1 --separate-stderr bash -c "cc-call -p test --prices prices --max-cost 2.5 --dry-run <<<'$chats'"
  [[ $stderr = *' 10 requests'*'that is above the 2.5 USD of --max-cost' ]]
  run -1 --separate-stderr bash -c "cc-call -p test --max-cost 2.5 --dry-run=sums <<<'$chats'"
  [[ $stderr = *'the price of some is not known'* ]]
  [ "$(jq .within <<<"$output")" = null ]
  [ "$(requests)" = 0 ]
}
