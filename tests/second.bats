# cc-call: one more question where an answer was worth too little, and cases of builtin beside those of a model.
# shellcheck disable=SC2154 # stderr is set by run --separate-stderr
# shellcheck disable=SC2030,SC2031 # each test has its own environment
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  mkdir scripts
  provider_start -s scripts
  export CASECRAFT_TEST_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_TEST_MODEL=cases
  cc-split "$FIXTURES/call/operations.yaml" | jq -c 'select(.method == "GET") | .complexity = 5' >in
  # Ten cases are wanted of it.
  refused='content={"cases":[{"name":"no status","test_type":"positive"},{"name":"elsewhere","test_type":"positive","path":"/x","status":200}]}'
}

teardown() {
  provider_stop
}

# asked MODEL [ARG...]: the record, answered by that script; into out.
asked() {
  local model=$1
  shift
  CASECRAFT_TEST_MODEL=$model cc-call -p test "$@" <in >out 2>err
}

# check FILTER [FILE]: the filter is true of the file's only record.
check() {
  jq -e "$1" "${2:-out}" >check.out || { echo "not so: $1"; head -c 3000 "${2:-out}"; cat err; return 1; }
}

# came N FILTER: so many requests, and the record is so.
came() {
  local seen
  seen=$(requests)
  [ "$seen" = "$1" ] || { echo "requests: $seen, not $1"; head -c 3000 out; return 1; }
  check "$2"
  curl -s -X POST "$PROVIDER_URL/__reset" >reset
}

# ranked: each id stands there once and has the letters of its type, and priorities go by the order of the cases of a type.
ranked() {
  check '(.cases | map(.case_id) | unique | length) == (.cases | length)
    and (.cases | group_by(.test_type) | all(length as $n | ([1, ($n * 3 / 10 | floor)] | max) as $p0
      | ($p0 + ([1, ($n * 4 / 10 | floor)] | max)) as $p1
      | [.[].priority] == [range($n) | if . < $p0 then "P0" elif . < $p1 then "P1" else "P2" end]))
    and (.cases | all((.case_id | split("-")[-2]) == {positive: "POS", negative: "NEG", boundary: "BND"}[.test_type]))'
}

@test "priorities and ids are those of all cases together" {
  asked 'cases=2;then;cases=10'
  ranked
  asked 'cases=10' --with-builtin
  ranked
  check '.cases | length > 10'
  asked 'cases=2;then;cases=10' --with-builtin --cases all
  ranked
  asked 'cases=2;then;status=401' --with-builtin
  ranked
}

@test "when there is a second question, how often, and what comes of it" {
  # Enough: half of the ten; what builtin can derive is more.
  asked 'cases=5;then;cases=10'
  came 1 '(.cases | length == 5) and (.attempts | length == 1)'
  asked 'cases=4;then;cases=10'
  came 2 '(.cases | length == 10) and (has("partial") | not) and (.cases | map(.case_id) | unique | length == 10) and (.rejected | length == 4)
    and (.attempts | map(.class) == ["ok", "ok"] and all(.usage.prompt > 0))'
  # Never a third.
  asked 'cases=2' -v
  grep -qF ': test: too few of the cases hold; asked again' err
  came 2 '(.cases | length == 2) and (.attempts | map(.class) == ["ok", "output"]) and (has("error") | not)'
  asked "$refused"
  came 2 '.error.class == "output" and (has("cases") | not) and (.rejected | length == 4)
    and (.attempts | map(.class) == ["output", "output"])'
  asked "$refused;then;cases=3"
  came 2 '(.cases | length == 3) and (.rejected | length == 2) and (has("error") | not)'
  # What cannot be read.
  asked 'content=I would rather not.'
  came 2 '.error.class == "output" and (.attempts | length == 2)'
  asked 'content=I would rather not.;then;cases=3'
  came 2 '.cases | length == 3'
  asked 'cases=3;then;content=I would rather not.'
  came 2 '(.cases | length == 3) and (has("error") | not) and (.attempts | map(.class) == ["ok", "output"])'
  # One of the two that was cut leaves the cases partial.
  asked 'cases=2;finish=length;then;cases=10'
  came 2 '.partial == "length"'
  asked 'cases=2;then;cases=9;finish=length'
  came 2 '.partial == "length"'
  # An answer that is no answer takes the place of the second question.
  asked 'content=;times=1;then;cases=2;then;cases=10'
  came 2 '.cases | length == 2'
  asked 'cases=2;then;cases=9;finish=none;then;cases=10'
  came 2 '.cases | length == 2'
  # As many as were asked for.
  asked 'cases=2' --cases 4
  came 1 '.cases | length == 2'
  asked 'cases=1;then;cases=2' --cases 4
  came 2 '.cases | length == 2'
  CASECRAFT_TEST_MAX_RETRIES=0 asked 'cases=2'
  came 1 '.cases | length == 2'
}

@test "an operation of which builtin can derive little" {
  printf '%s\n' 'openapi: 3.1.0' 'info: {title: T, version: "1"}' \
    'paths: {/plain: {get: {responses: {"200": {description: fine}}}}}' >plain.yaml
  cc-split plain.yaml >in
  local least
  least=$(cc-call -p builtin --cases 10 <in | jq '.cases | length')
  [ "$least" -lt 6 ]
  asked "cases=$(((least + 1) / 2))"
  came 1 'has("cases")'
}

@test "a chat is never asked again, and an own prompt that names no number only for nothing" {
  printf '%s\n' '{"id":"1","messages":[{"role":"user","content":"Hello"}]}' >in.chat
  CASECRAFT_TEST_MODEL='content={}' cc-call -p test <in.chat >out
  came 1 '.reply.content == "{}"'
  printf '%s\n' 'Write what comes to mind.' --- '{{operation}}' >own
  asked 'cases=1' --prompt own
  came 1 '.cases | length == 1'
  asked "$refused;then;cases=1" --prompt own
  came 2 '.cases | length == 1'
  printf '%s\n' 'Write {{cases}} cases.' --- '{{operation}}' >own
  asked 'cases=1' --prompt own
  came 2 '.cases | length == 1'
}

@test "what a second failure leaves: the cases of the first answer, or an error of class output" {
  local fault
  for fault in status=500 status=401 status=429 'status=402' reset 'cut=40;cases'; do
    CASECRAFT_TEST_MAX_RETRIES=1 asked "cases=2;then;$fault"
    check '(.cases | length == 2) and (has("error") | not) and .attempts[0].class == "ok"
      and .attempts[1].class != "ok"' || { echo "$fault"; return 1; }
  done
  # Which goes to a fallback, whatever the second failure is.
  asked "$refused;then;status=400"
  check '.error.class == "output" and (.error.message | test("^none of the 2 cases of the answer holds; asked once more: the script says 400$"))
    and (.rejected | length == 2) and (.attempts | map(.class) == ["output", "request"])'
}

@test "the second question is the first and what was wrong, in few words" {
  cc-call -p test --dry-run <in >dry 2>err
  asked "$refused;then;cases=10"
  curl -s "$PROVIDER_URL/__last" | jq '.body | fromjson' >last
  jq -e --slurpfile dry dry '.messages[0:2] == $dry[0].request.messages and (.messages | map(.role)) ==
    ["system", "user", "assistant", "user"] and (.messages[2:] | tostring | length < 700)' last
  jq -r '.messages[3].content' last >words
  grep -q 'no status.*: .*status is none from 100 to 599' words
  grep -q 'elsewhere.*: .*path /x is not' words
  run ! grep -q 'could not be read' words
  asked 'content=I would rather not.;then;cases=10'
  curl -s "$PROVIDER_URL/__last" | jq -r '.body | fromjson | .messages[3].content' >words
  grep -q '^That answer could not be read: "' words
  run ! grep -q refused: words
  # A long answer is not sent back.
  jq -nr '"content " + ({cases: [range(200) | {name: ("x" * 500 + "\(.)"), test_type: "positive", status: 1, body: ("y" * 5000)}]} | tostring),
    "then", "cases 10"' >scripts/long.script
  asked long
  curl -s "$PROVIDER_URL/__last" | jq -e '.body | fromjson | .messages[2:] | tostring | length < 4000'
  check '.cases | length == 10'
  # Names of what is kept stand there.
  asked 'cases=2;then;cases=10'
  curl -s "$PROVIDER_URL/__last" | jq -r '.body | fromjson | .messages[3].content' >words
  grep -q '^2 are kept.*answers 200, case 1"' words
  grep -q 'Write 8 more cases' words
  run ! grep -q refused: words
}

@test "Ollama's protocol" {
  export CASECRAFT_LOCAL_BASE_URL=$PROVIDER_URL CASECRAFT_LOCAL_SERVER_TYPE=ollama CASECRAFT_LOCAL_MODEL='cases=2;then;cases=10'
  cc-call -p local <in >out
  check '(.cases | length == 10) and (.attempts | length == 2)'
  curl -s "$PROVIDER_URL/__last" | jq -e '.body | fromjson | .messages | map(.role) == ["system", "user", "assistant", "user"]'
}

@test "both answers are in the ledger, and neither is paid for twice" {
  asked 'cases=2;then;cases=8' --ledger kept
  came 2 '.cases | length == 8'
  [ "$(wc -l <kept)" = 2 ]
  cp out first
  asked 'cases=2;then;cases=8' --ledger kept
  came 0 '(.attempts | length == 2 and all(.ledger)) and (.cases | length == 8)'
  jq -c .cases first >want
  jq -c .cases out | cmp - want
  # The first alone: only the second is asked.
  head -n 1 kept >half
  asked 'cases=2;then;cases=8' --ledger half
  came 1 '.attempts | length == 2 and .[0].ledger and (.[1] | has("ledger") | not)'
  # The same for one of several candidates.
  head -n 1 kept >half
  jq -c '.candidates = ["other", "test"]' in >open
  CASECRAFT_OTHER_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_OTHER_MODEL=status=500 CASECRAFT_TEST_MODEL='cases=2;then;cases=8' \
    cc-call --ledger half <open >out
  came 1 '.provider == "test" and (.attempts | length == 2 and .[0].ledger)'
  # Two that are worth nothing are asked anew.
  asked "$refused" --ledger bad
  asked "$refused;then;cases=10" --ledger bad
  check '(.cases | length == 10) and (.attempts | length == 2)'
}

@test "answers in the ledger that are worth nothing are asked anew once, and no more" {
  asked "$refused" --ledger bad
  came 2 '.error.class == "output"'
  export CASECRAFT_TEST_MODEL=$refused
  timeout 20 cc-call -p test --ledger bad <in >out 2>err
  came 2 '.error.class == "output" and (.attempts | length == 2 and all(has("ledger") | not))'
}

@test "a second answer in the ledger that cannot be read leaves the cases of the first" {
  local model='cases=2;then;content=I would rather not.'
  asked "$model" --ledger kept
  came 2 '.cases | length == 2'
  cp out first
  asked "$model" --ledger kept
  came 0 '(.attempts | length == 2 and all(.ledger)) and (has("error") | not)'
  jq -c .cases first >want
  jq -c .cases out | cmp - want
}

@test "an attempt of this run is told, whatever the ledger has of the next candidate" {
  export CASECRAFT_TEST_MODEL="delay=300;$refused"
  jq -c '.candidates = ["other", "test"] | .id = ("a", "b", "c")' in >open
  jq -c '.provider = "test"' open | cc-call -j 3 --ledger bad >out
  # One waits for another try of the first candidate when that is given up; the second is busy so long.
  CASECRAFT_OTHER_BASE_URL=${PROVIDER_URL/127.0.0.1/localhost}/v1 CASECRAFT_OTHER_MODEL='status=500;then;status=402' \
    cc-call -j 1 --ledger bad <open >out
  jq -es '[.[].attempts[] | select(.provider == "other") | .class] | sort == ["billing", "server"]' out
}

@test "kill -9 between the two questions asks only the second" {
  CASECRAFT_TEST_MODEL='cases=2;then;cases=8;stall=0' cc-call -p test --ledger kept <in >out 3>&- &
  local pid=$!
  until_true stat_is .requests 2
  kill -9 $pid
  wait $pid || true
  [ "$(wc -l <kept)" = 1 ]
  curl -s -X POST "$PROVIDER_URL/__reset" >reset
  # The script begins anew: it answers the second question as it did the first.
  asked 'cases=2;then;cases=8;stall=0' --ledger kept
  came 1 '(.attempts | length == 2 and .[0].ledger) and (.cases | length == 2)'
  [ "$(wc -l <kept)" = 2 ]
}

@test "a signal in the second question leaves the cases of the first" {
  CASECRAFT_TEST_MODEL='cases=2;then;cases=8;stall=0' interruptible cc-call -p test <in >out 3>&- &
  local pid=$!
  until_true stat_is .requests 2
  kill -INT $pid
  wait $pid || true
  check '(.cases | length == 2) and (.attempts | map(.class) == ["ok", "interrupted"])'
  CASECRAFT_TEST_MODEL="$refused;then;cases=8;stall=0" interruptible cc-call -p test <in >out 3>&- &
  pid=$!
  until_true stat_is .requests 4
  kill -INT $pid
  wait $pid || true
  check '.error.class == "interrupted"'
}

@test "--with-builtin: a model's cases and those of builtin that it did not write" {
  cc-call -p builtin <in >builtin
  asked 'cases=10' --with-builtin
  came 1 '(.cases | map(.case_id) | unique | length) == (.cases | length) and (.cases[:10] | all(.provider == "test"))
    and (.cases[10:] | all(.provider == "builtin")) and .provider == "test"'
  jq -e --slurpfile b builtin '(.cases | length) <= 10 + ($b[0].cases | length) and (.cases | length) >= ($b[0].cases | length)
    and ([.cases[] | [.method, .target, .headers, .cookies, .content_type, .body_text, .preconditions]] | (unique | length) == length)' out
  # The same request twice: the model's stays.
  jq -r '"content " + ({cases: [.cases[] | select(.test_type == "positive") | .name |= "mine: " + .]} | tostring)' builtin >scripts/same.script
  CASECRAFT_TEST_MAX_RETRIES=0 asked same --with-builtin
  check '[.cases[] | select(.test_type == "positive")] | all(.provider == "test" and (.name | startswith("mine: ")))'
  jq -e --slurpfile b builtin '(.cases | length) == ($b[0].cases | length)' out
  # A first answer that stays keeps them too.
  asked 'cases=2;then;status=401' --with-builtin
  check '(.cases | length > 10) and (.cases[:2] | all(.provider == "test"))'
  # No case of the model: an error, so that another provider can take over.
  asked "$refused" --with-builtin
  check '.error.class == "output" and (has("cases") | not)'
  asked 'cases=10' --with-builtin --cases 10
  check '.cases | length > 10 and length <= 20'
  # Where builtin derives nothing, the model's stay alone.
  echo '{"id":"GET /a/{x}","slug":"a","method":"GET","path":"/a/{x}","request":{"parameters":[{"name":"x","in":"path","required":true,"schema":{"type":"string","minLength":100000000}}]},"responses":{"404":{}}}' >in
  CASECRAFT_TEST_MAX_RETRIES=0 asked 'content={"cases":[{"name":"short","test_type":"negative","path_params":{"x":"a"},"status":404,"violates":{"in":"path","pointer":"/x","keyword":"minLength"}}]}' --with-builtin
  check '.cases | length == 1'
}
