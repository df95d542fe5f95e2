bats_require_minimum_version 1.5.0
load helper

setup() {
  cd "$BATS_TEST_TMPDIR"
  R=$FIXTURES/results
}

# figure FILTER FILE...: a figure of the JSON report by a jq filter; cc-stats may end with 1.
figure() {
  local filter=$1
  shift
  { cc-stats --json "$@" || [ $? -eq 1 ]; } | jq -c "$filter"
}

# attempt MEMBERS: one record with one attempt.
attempt() {
  printf '{"id":"1","provider":"p","cases":[],"attempts":[{"provider":"p",%s}]}\n' "$1"
}

# The widest line in columns of a terminal.
widest() {
  wc -L
}

@test "operations are counted by what became of them" {
  [ "$(figure '[.records, .superseded, .operations, .errors]' "$R/mixed.ndjson")" = \
    '[9,1,{"total":8,"answered":5,"failed":1,"unchanged":1,"unanswered":1,"partial":1,"replies":1},{"rate":1}]' ]
}

@test "cases are counted by kind, those of superseded records are not" {
  [ "$(figure '.cases | [.total, .rejected, .by_type, .by_priority, .by_provider]' "$R/mixed.ndjson")" = \
    '[8,1,{"positive":4,"boundary":2,"negative":2},{"P0":4,"P1":2,"P2":2},{"glm":3,"qwen":3,"builtin":2}]' ]
  [ "$(figure '.cases.by_technique' "$R/mixed.ndjson")" = \
    '{"happy_required":3,"boundary_in":1,"boundary_out":1,"happy_full":1,"missing_required":1,"wrong_type":1}' ]
}

@test "calls, retries and fallbacks are counted" {
  [ "$(figure '[.attempts, .fallbacks]' "$R/mixed.ndjson")" = \
    '[{"total":9,"failed":5,"retries":2,"by_class":{"rate":2,"server":2,"auth":1}},{"total":2,"answered":1}]' ]
}

@test "tokens and times are summed" {
  [ "$(figure '[.tokens, .time]' "$R/mixed.ndjson")" = \
    '[{"prompt":309,"completion":131,"cached":40,"reasoning":10,"attempts_with_usage":3},{"sum_ms":6900,"p50_ms":500,"p90_ms":2000,"max_ms":2000,"span_ms":8700}]' ]
}

@test "each provider and model has its figures" {
  [ "$(figure '.providers | map([.provider, .model, .answered, .failed, .cases, .attempts.total, .attempts.retries, .tokens.prompt])' "$R/mixed.ndjson")" = \
    '[["builtin",null,1,0,2,0,0,null],["glm","glm-4.5",2,0,3,5,1,109],["qwen","qwen-plus",2,1,3,4,1,200]]' ]
}

@test "records with errors exit 1, none exit 0" {
  run -1 cc-stats "$R/mixed.ndjson"
  grep -v '"error"' "$R/mixed.ndjson" >good
  run -0 cc-stats good
}

@test "a superseded error is no failed operation, but its calls count" {
  echo '{"id":"1","superseded":true,"error":{"class":"rate"},"attempts":[{"provider":"p","class":"rate","ms":5}]}' >in
  run -0 cc-stats in
  [ "$(figure '[.operations.failed, .attempts.failed, .superseded]' in)" = '[0,1,1]' ]
}

@test "cc-merge's slim records give the same figures as full ones" {
  cc-merge -o out "$R/exact.ndjson" >slim
  diff <(cc-stats "$R/exact.ndjson") <(cc-stats slim)
}

@test "the text is aligned, has every figure and fits 80 columns" {
  run -1 cc-stats "$R/mixed.ndjson"
  [ "${lines[0]}" = "Operations             8  5 answered, 1 failed, 1 unchanged, 1 without a result," ]
  [[ $output == *"Tokens               440  as told by 3 of 9 calls"* ]]
  [[ $output == *"qwen/qwen-plus            2      1      3      4       1    280  0.50s  2.00s"* ]]
  [ "$(widest <<<"$output")" -le 80 ]
  run grep -c ' $' <(cc-stats "$R/mixed.ndjson")
  [ "$output" = 0 ]
}

@test "empty input is a report of nothing" {
  run -0 cc-stats </dev/null
  [[ $output == *"Operations             0"* ]]
  [ "$(figure '[.records, .cases.total, .tokens.prompt, .time.p50_ms, .providers]' </dev/null)" = \
    '[0,0,null,null,[]]' ]
}

@test "what no call told is unknown, not 0; a told 0 is 0" {
  attempt '"ms":1' >in
  run -0 cc-stats in
  [[ $output == *"Tokens           unknown"* ]]
  [ "$(figure '.tokens | [.prompt, .attempts_with_usage]' in)" = '[null,0]' ]
  attempt '"usage":{"prompt":0,"completion":null}' >in
  [ "$(figure '.tokens | [.prompt, .completion, .attempts_with_usage]' in)" = '[0,null,1]' ]
  run -0 cc-stats in
  [[ $output == *"Time             unknown"* ]]
}

@test "quantiles are near what sorting says" {
  local i
  for i in $(seq 1 1000); do attempt "\"ms\":$((i * 7))"; done >in
  [ "$(figure '.time | [.sum_ms, .max_ms, (.p50_ms - 3500 | fabs < 18), (.p90_ms - 6300 | fabs < 32)]' in)" = \
    '[3503500,7000,true,true]' ]
  for i in $(seq 1 10); do attempt "\"ms\":$i"; done >in
  [ "$(figure '.time | [.p50_ms, .p90_ms]' in)" = '[5,9]' ]
}

@test "absurd figures do not wrap, and what is no number is not counted" {
  { attempt '"ms":9223372036854775807,"usage":{"prompt":9223372036854775807}'
    attempt '"ms":99999999999999999999999,"usage":{"prompt":1e999}'
    attempt '"ms":-5,"usage":{"prompt":-1}'
    attempt '"ms":"7","usage":[1],"at":"yesterday"'
    attempt '"at":"2026-13-99T00:00:00Z"'; } >in
  # jq 1.6 rounds numbers of this size, so the text itself is looked at.
  run -0 cc-stats --json in
  [[ $output == *'"sum_ms":9223372036854775807,'* ]]
  [[ $output == *'"prompt":9223372036854775807,'* ]]
  [[ $output == *'"attempts_with_usage":3}'* ]]
  [[ $output == *'"span_ms":null}'* ]]
  run -0 cc-stats in
  [ "$(widest <<<"$output")" -le 80 ]
}

@test "elapsed time crosses midnight and leap days" {
  { attempt '"at":"2024-02-28T23:59:59Z","ms":1'; attempt '"at":"2024-03-01T00:00:01.500Z","ms":500'; } >in
  [ "$(figure .time.span_ms in)" = 86403000 ]
}

@test "wide names get a line of their own, and nothing passes 80 columns" {
  local long
  long=$(printf '%0300d' 0)
  printf '{"id":"1","provider":"%s","cases":[{"technique":"%s","test_type":"中文中文中文中文中文中文中文中文中文中文"}],"attempts":[{"provider":"%s","model":"m","ms":123456789,"usage":{"prompt":12345678901,"completion":1}}]}\n' \
    "$long" "$long" "$long" >in
  printf '{"id":"1","provider":"local","cases":[],"attempts":[{"provider":"local","model":"qwen2.5-coder:7b-instruct-q4_K_M","ms":5}]}\n' >>in
  run -0 cc-stats in
  [ "$(widest <<<"$output")" -le 80 ]
  [[ $output == *"local/qwen2.5-coder:7b-instruct-q4_K_M"* ]]
}

@test "large figures keep to 80 columns" {
  local i
  for i in $(seq 1 12); do
    attempt "\"ms\":86400000,\"at\":\"2026-01-01T00:00:00Z\",\"usage\":{\"prompt\":123456789012,\"completion\":987654321098,\"cached\":123456789011,\"reasoning\":1}"
  done >in
  run -0 cc-stats in
  [ "$(widest <<<"$output")" -le 80 ]
}

@test "names with terminal escapes and invisible marks are inert in the text" {
  printf '%s\n' '{"id":"1","provider":"\u001b[31mred\u0007\u009b2J\u202e","cases":[{"technique":"\u001b]0;x\u0007\n\r\tz\u0000\u007f"}],"error":null,"attempts":[{"provider":"\u001b[31mred","model":"a\nb\u200b","class":"\u001b[1m"}]}' >in
  cc-stats in >text
  run grep -cP '[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8b-\x8f\xaa-\xae]' text
  [ "$output" = 0 ]
  grep -q '?\[31mred' text
  cc-stats --json in | jq -e '.cases.by_technique | keys[0] | startswith("\u001b]0;x")'
}

@test "any number of names is counted in bounded lists" {
  local i
  for i in $(seq 1 300); do
    printf '{"id":"%d","provider":"p%d","cases":[{"technique":"t%d"}],"attempts":[{"provider":"p%d","ms":1}]}\n' "$i" "$i" "$i" "$i"
  done >in
  [ "$(figure '[(.providers | length <= 65), ([.providers[].cases] | add), (.cases.by_technique | length <= 101), ([.cases.by_technique[]] | add)]' in)" = \
    '[true,300,true,300]' ]
  [ "$(figure '.cases.by_technique["(others)"] > 100' in)" = true ]
}

@test "members of the wrong kind are passed over" {
  printf '%s\n' '{"id":"1","provider":7,"cases":[1,"x",null,{"test_type":5}],"rejected":"no","attempts":[3,null,{"provider":{}}],"fallback_from":null,"partial":false}' \
    '{"id":"2","cases":{},"attempts":{"a":1},"error":"text","unchanged":"yes"}' >in
  [ "$(figure '[.operations.answered, .operations.unanswered, .cases.total, .fallbacks.total, .attempts.total]' in)" = \
    '[1,1,4,0,1]' ]
}

@test "a line that is no record exits 3 and the report of what came before is printed" {
  { head -1 "$R/mixed.ndjson"; echo 'no record'; } >in
  run -3 --separate-stderr cc-stats in
  [[ $stderr == *"in:2:"* ]]
  [[ $output == *"Operations             1"* ]]
}

@test "a full stdout exits 4, a closed one ends it by SIGPIPE" {
  run -4 --separate-stderr bash -c 'cc-stats "$1" >/dev/full' - "$R/mixed.ndjson"
  [[ $stderr == *"stdout"* ]]
  run -141 bash -c '{ sleep 0.2; cc-stats "$1"; } | true; exit "${PIPESTATUS[0]}"' - "$R/mixed.ndjson"
}

@test "several files are one report; a missing one exits 4" {
  [ "$(figure .records "$R/mixed.ndjson" "$R/best.ndjson")" = 19 ]
  run -4 --separate-stderr cc-stats missing.ndjson
  [[ $stderr == *"missing.ndjson"* ]]
  run -2 --separate-stderr cc-stats --nonsense
}
