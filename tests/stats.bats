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
    '[9,1,{"total":8,"answered":5,"failed":1,"unchanged":1,"unanswered":1,"partial":1,"replies":1,"success_rate":0.8333},{"rate":1}]' ]
}

@test "cases are counted by kind, those of superseded records are not" {
  [ "$(figure '.cases | [.total, .rejected, .by_type, .by_priority, .by_provider]' "$R/mixed.ndjson")" = \
    '[8,1,{"positive":4,"boundary":2,"negative":2},{"P0":4,"P1":2,"P2":2},{"glm":3,"qwen":3,"builtin":2}]' ]
  [ "$(figure '.cases.by_technique' "$R/mixed.ndjson")" = \
    '{"happy_required":3,"boundary_in":1,"boundary_out":1,"happy_full":1,"missing_required":1,"wrong_type":1}' ]
}

@test "calls, retries and fallbacks are counted" {
  [ "$(figure '[.attempts, .fallbacks]' "$R/mixed.ndjson")" = \
    '[{"total":9,"failed":5,"retries":2,"by_class":{"rate":2,"server":2,"auth":1},"retries_by_class":{"rate":1,"server":1},"bad_chunks":0},{"total":2,"answered":1,"cases":1}]' ]
}

@test "tokens and times are summed" {
  [ "$(figure '[.tokens, (.time | del(.first_token))]' "$R/mixed.ndjson")" = \
    '[{"prompt":309,"completion":131,"cached":40,"cache_write":null,"reasoning":10,"attempts_with_usage":3},{"sum_ms":6900,"p50_ms":500,"p90_ms":2000,"p99_ms":2000,"max_ms":2000,"span_ms":8700,"ideal_ms":2500}]' ]
}

@test "each provider and model has its figures" {
  [ "$(figure '.providers | map([.provider, .model, .answered, .failed, .cases.total, .attempts.total, .attempts.retries, .tokens.prompt])' "$R/mixed.ndjson")" = \
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

@test "what a later record of a pipe beats is taken back: the figures are those of a file, in any order" {
  local seed how
  # Every record of an operation with another outcome too, and more of them.
  jq -c '., (select(.cases) | .provider = "kimi" | .cases |= .[1:], (del(.cases) | .error = {class: "server"})),
    (select(.error) | del(.error) | .cases = [{test_type: "positive", technique: "odd \"one\"", provider: "builtin"}], .error.class = "auth")' \
    "$R/mixed.ndjson" "$R/best.ndjson" >all
  for seed in 1 2 3 4 5 6; do
    shuf --random-source=<(yes "$seed") all >in
    for how in '' '--union' '--prefer kimi' '--union --prefer qwen'; do
      # shellcheck disable=SC2086
      cc-merge -o one $how in >by_file || [ $? = 1 ]
      # shellcheck disable=SC2086
      cc-merge -o two $how <in >by_pipe || [ $? = 1 ]
      grep -q supersedes by_pipe
      run ! grep -q supersedes by_file
      cc-stats --json by_file >want || [ $? = 1 ]
      cc-stats --json by_pipe >got || [ $? = 1 ]
      diff want got || { echo "seed $seed, $how"; return 1; }
      grep supersedes by_pipe |
        jq -r --slurpfile schema "$ROOT/share/casecraft/record.schema.json" -f "$FIXTURES/split/validate.jq" >broken
      diff /dev/null broken
    done
  done
  # What nobody wrote takes back no more than there is.
  echo '{"id":"1","cases":[],"supersedes":{"id":"1","cases":[{},{}],"rejected":[1]}}' >in
  [ "$(figure '[.operations.total, .operations.answered, .cases.total, .cases.rejected]' in)" = '[1,1,0,0]' ]
  echo '{"id":"1","cases":[],"supersedes":7}' >in
  [ "$(figure '[.operations.total, .superseded]' in)" = '[1,0]' ]
}

@test "the text is aligned, has every figure and fits 80 columns" {
  run -1 cc-stats "$R/mixed.ndjson"
  sed '/^$/,$d; /^Cost/d' <<<"$output" | diff - <(
    cat <<'END'
Operations             8  5 answered, 1 failed, success 83 %, 1 unchanged,
                          1 without a result, 1 cut short,
                          1 superseded, not counted
Cases                  8  2.0 per answered operation, 1 rejected
Replies                1
Calls                  9  5 failed, 2 retries
Fallbacks              2  operations saved 1, their cases 1
Tokens               440  as told by 3 of 9 calls
  prompt             309  cached 40
  completion         131  reasoning 10
Time               6.9 s  in calls, p50 500 ms, p90 2.0 s, p99 2.0 s, max 2.0 s
  elapsed      about 9 s  from the first call to the end of the last
  ideal            2.5 s  if the busiest workers had never waited
END
  )
  [[ $output == *"  qwen/qwen-plus                    2       1     67 %      3         0   2    0"* ]]
  [[ $output == *"  qwen/qwen-plus            4       2        1  0.50s  2.00s  2.00s      -     -"* ]]
  [[ $output == *"  qwen/qwen-plus          200          80      40         10       -  0.0002 USD"* ]]
  [ "$(widest <<<"$output")" -le 80 ]
  run grep -c ' $' <(cc-stats "$R/mixed.ndjson")
  [ "$output" = 0 ]
}

@test "empty input is a report of nothing" {
  run -0 cc-stats </dev/null
  [ "$(sed '/^Cost/d' <<<"$output")" = 'Operations             0
Cases                  0
Calls                  0
Tokens                 0
Time                   0' ]
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
  [[ $output == *'"span_ms":null,"ideal_ms":'* ]]
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
  [ "$(figure '[(.providers | length <= 65), ([.providers[].cases.total] | add), (.cases.by_technique | length <= 101), ([.cases.by_technique[]] | add)]' in)" = \
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

@test "each provider and model has its kinds of cases, rejected ones, and fallbacks in and out" {
  [ "$(figure '.providers | map([.provider, .success_rate, .cases.rejected, .cases.by_type, .cases.by_priority, (.cases.by_technique | length), .fallbacks])' "$R/mixed.ndjson")" = \
    '[["builtin",1,0,{"negative":1,"positive":1},{"P0":1,"P2":1},2,{"in":0,"out":0}],["glm",1,1,{"boundary":2,"positive":1},{"P0":1,"P1":1,"P2":1},3,{"in":0,"out":2}],["qwen",0.6667,0,{"positive":2,"negative":1},{"P0":2,"P1":1},3,{"in":2,"out":0}]]' ]
}

@test "a chain of fallbacks counts each step, the provider that could not be asked too" {
  local a='{"provider":"a","model":"m","class":"rate"}' b='{"provider":"b","model":"m","class":"rate"}'
  printf '{"id":"1","fallback_from":"a","provider":"c","cases":[{}],"attempts":[%s,%s,%s]}\n' "$a" "$a" "$b" >in
  printf '{"id":"2","fallback_from":"x","provider":"b","error":{"class":"rate"},"attempts":[%s]}\n' "$b" >>in
  [ "$(figure '[(.providers | map([.provider, .fallbacks.in, .fallbacks.out])), .fallbacks]' in)" = \
    '[[["a",0,1],["b",2,1],["c",1,0],["x",0,1]],{"total":2,"answered":1,"cases":1}]' ]
}

@test "retries are counted by the class of the call that is repeated" {
  attempt '"class":"rate"},{"provider":"p","class":"server"},{"provider":"q","class":"rate"},{"provider":"q","class":"ok"' >in
  [ "$(figure '[.attempts.retries, .attempts.retries_by_class, (.providers | map(.attempts.retries_by_class))]' in)" = \
    '[2,{"rate":2},[{"rate":1},{"rate":1}]]' ]
}

@test "the time to the first token, and chunks that were passed over" {
  { attempt '"ttft_ms":100,"bad_chunks":2'; attempt '"ttft_ms":200,"bad_chunks":1'; attempt '"ms":1'; } >in
  [ "$(figure '[.time.first_token, .attempts.bad_chunks]' in)" = \
    '[{"attempts":2,"p50_ms":100,"p90_ms":200,"p99_ms":200,"max_ms":200},3]' ]
  run -0 cc-stats in
  [[ $output == *"  first token     100 ms  p50 100 ms, p90 200 ms, p99 200 ms, max 200 ms"* ]]
}

# priced FILE: a table of prices, of models of provider p.
priced() {
  cat >"$1" <<'END'
date: 2026-03-04
providers:
  p:
    plain: {in: 1, out: 10}
    parts: {in: 1, out: 10, cached: 0.1, reasoning: 100, date: 2026-05-06}
    kept: {in: 1, out: 10, cached: 0.1, cache_write: 2}
    tiers: [{to: 100, in: 1, out: 1}, {to: 200, in: 10, out: 10}]
END
}

@test "calls cost what the table says: parts of tokens, tiers, failed calls that were billed" {
  priced prices
  local model usage cost
  while read -r model usage cost; do
    attempt "\"model\":\"$model\",\"usage\":{$usage}" >in
    [ "$(figure '[.cost.total, .providers[0].cost] | map(. * 1000000 | round)' --prices prices in)" = "[$cost,$cost]" ] ||
      { echo "$model $usage: $cost"; return 1; }
  done <<'END'
plain "prompt":1000,"completion":100 2000
plain "prompt":1000 1000
plain "prompt":1000,"cached":500,"completion":100,"reasoning":50 2000
parts "prompt":1000,"cached":500,"completion":100,"reasoning":50 6050
parts "prompt":1000,"cached":9999,"completion":100,"reasoning":9999 10100
plain "prompt":1000,"cache_write":500,"completion":100 2000
kept "prompt":1000,"cached":100,"cache_write":500,"completion":100 2410
kept "prompt":1000,"cached":600,"cache_write":9999,"completion":100 1860
tiers "prompt":100,"completion":10 110
tiers "prompt":101,"completion":10 1110
tiers "prompt":1000,"completion":10 10100
END
  attempt '"model":"kept","usage":{"prompt":2000,"cached":1100,"cache_write":500}' >in
  cc-stats --prices prices in | grep -qE '^  prompt +2,000  cached 1,100, cache_write 500$'
  attempt '"model":"plain","class":"output","usage":{"prompt":1000}},{"provider":"p","model":"plain","class":"rate"' >in
  [ "$(figure '[.cost.total, .cost.attempts_unknown]' --prices prices in)" = '[0.001,0]' ]
  attempt '"model":"parts","usage":{"prompt":1}' >in
  [ "$(figure '[.cost.prices_of, .cost.currency, .providers[0].price_of]' --prices prices in)" = '["2026-03-04","USD","2026-05-06"]' ]
  run -0 cc-stats --prices prices in
  [[ $output == *"Cost         <0.0001 USD  by prices of 2026-03-04"* ]]
}

@test "a model without a price: null, and a line that says which" {
  { attempt '"model":"new","usage":{"prompt":5}'; attempt '"model":"plain","usage":{"prompt":1000}'; } >in
  priced prices
  [ "$(figure '[.cost.total, .cost.known, .cost.attempts_unknown, .cost.no_price, (.providers | map(.cost))]' --prices prices in)" = \
    '[null,0.001,1,[{"provider":"p","model":"new"}],[null,0.001]]' ]
  run -0 cc-stats --prices prices in
  [[ $output == *"Cost          0.0010 USD  by prices of 2026-03-04, calls of unknown cost 1"* ]]
  [[ $output == *$'No price is known of (calls)\n  p/new '* ]]
  attempt '"model":"new","ledger":true,"usage":{"prompt":5}' >in
  [ "$(figure '[.cost.total, .ledger.cost, (.cost.no_price | length), (.providers | map([.cost, .ledger.cost]))]' --prices prices in)" = \
    '[0,null,1,[[0,null]]]' ]
  attempt '"model":"new","class":"rate"' >in
  [ "$(figure '[.cost.total, .cost.no_price]' --prices prices in)" = '[0,[]]' ]
  # A call that went well and told nothing cost something.
  attempt '"model":"plain"' >in
  [ "$(figure '[.cost.total, .cost.attempts_unknown, .providers[0].cost]' --prices prices in)" = '[null,1,null]' ]
  run -0 cc-stats --prices prices in
  [[ $output == *"Cost             unknown  by prices of 2026-03-04, calls of unknown cost 1"* ]]
}

@test "a person's prices win over ours, which stand behind them in the same currency only" {
  printf '%s\n' '{"id":"1","provider":"glm","cases":[],"attempts":[{"provider":"glm","model":"glm-4.7","usage":{"prompt":1000000}}]}' \
    '{"id":"2","provider":"kimi","cases":[],"attempts":[{"provider":"kimi","model":"kimi-k2.6","usage":{"prompt":1000000}}]}' >in
  [ "$(figure '[.cost.total, .cost.currency]' in)" = '[1.55,"USD"]' ]
  echo '{date: 2026-01-01, currency: USD, providers: {glm: {glm-4.7: {in: 7, out: 0}}}}' >prices
  [ "$(figure '[.cost.total, .cost.currency, .cost.prices_of]' --prices prices in)" = '[7.95,"USD","2026-01-01"]' ]
  echo '{currency: CNY, providers: {glm: {"*": {in: 7, out: 0}}}}' >prices
  [ "$(figure '[.cost.total, .cost.known, .cost.currency, .cost.prices_of]' --prices prices in)" = '[null,7,"CNY",null]' ]
  run -0 cc-stats --prices prices in
  [[ $output == *"Cost            7.00 CNY  by prices without a date, calls of unknown cost 1"* ]]
}

@test "prices that cannot be read: exit 4 for a person's, a warning for ours" {
  run -4 --separate-stderr cc-stats --prices missing "$R/mixed.ndjson"
  [[ $stderr == *"cannot open missing"* && -z $output ]]
  echo 'providers: {p: {m: free}}' >prices
  run -4 --separate-stderr cc-stats --prices prices "$R/mixed.ndjson"
  [[ $stderr == *"prices: providers.p.m must have"* ]]
  CASECRAFT_DATADIR=/nowhere run -1 --separate-stderr cc-stats "$R/mixed.ndjson"
  [[ $stderr == *"no prices (CASECRAFT_DATADIR names their folder)"* ]]
  [[ $output == *"Cost             unknown  there are no prices, calls of unknown cost 4"* ]]
}

@test "an answer from a ledger was paid for in an earlier run: it is counted apart" {
  local usage='"usage":{"prompt":1000,"completion":100},"model":"plain"'
  { attempt "\"at\":\"2025-01-01T00:00:00Z\",\"ms\":5000,\"ledger\":true,$usage"
    attempt "\"at\":\"2026-01-01T00:00:00Z\",\"ms\":70,$usage"; } >in
  priced prices
  [ "$(figure '[.attempts.total, .tokens.prompt, .cost.total, .time.sum_ms, .time.span_ms, .operations.answered]' --prices prices in)" = \
    '[1,1000,0.002,70,70,2]' ]
  [ "$(figure '[.ledger, .providers[0].ledger] | map([.answers, .tokens.prompt, .tokens.completion, .cost])' --prices prices in)" = \
    '[[1,1000,100,0.002],[1,1000,100,0.002]]' ]
  run -0 cc-stats --prices prices in
  [[ $output == *$'From ledger            1  answers that an earlier run paid for, 1,100 tokens,\n                          0.0020 USD'* ]]
}

@test "the time it took against the ideal, and how busy workers were" {
  local at='"at":"2026-01-01T00:00:00Z"'
  { attempt "$at,\"ms\":4000"; attempt "$at,\"ms\":2000"
    attempt '"at":"2026-01-01T00:00:09Z","ms":1000,"model":"other"'; } >in
  [ "$(figure '[.time.span_ms, .time.ideal_ms, (.providers | map([.workers, .busy]))]' in)" = '[10000,7000,[[1,0.6],[1,0.1]]]' ]
  [ "$(CASECRAFT_P_WORKERS=2 figure '[.time.ideal_ms, (.providers | map([.workers, .busy]))]' in)" = '[4000,[[2,0.3],[2,0.05]]]' ]
  [ "$(CASECRAFT_P_WORKERS=2 figure '[.time.ideal_ms, .providers[0].workers]' -j 7 in)" = '[4000,7]' ]
  run -0 cc-stats in
  [[ $output == *$'  elapsed         10.0 s  from the first call to the end of the last,\n                          1.43 times the ideal\n  ideal            7.0 s'* ]]
  # No number of workers makes a call shorter.
  for form in '' --markdown --html=page.html; do
    run -0 cc-stats $form -j 4 in
    [ "$form" != --html=page.html ] || output=$(<page.html)
    [[ $output == *'2.50 times the ideal'* && $output =~ ideal[^0-9]*4.0\ s ]] || { echo "$form"; return 1; }
  done
  run -0 cc-stats -j 4 <(attempt '"ms":1000')
  [[ $output != *'250 ms'* ]]
  [ "$(for i in {1..17}; do attempt "$at,\"ms\":1000"; done | figure .time.ideal_ms -j 32)" = 1000 ]
  # builtin needs none.
  [ "$(sed 's/"p"/"builtin"/g' in | figure '[.time.ideal_ms, .providers[0].workers, .providers[0].busy]' -j 3)" = '[null,null,null]' ]
  { cat in; sed 's/"p"/"builtin"/g' in; } >both
  [ "$(figure .time.ideal_ms both)" = 7000 ]
  # A provider's workers are those of its row; those of a local server of its kind.
  sed 's/"p"/"local"/g' in >local
  [ "$(figure '.providers[0].workers' local)" = 1 ]
  [ "$(CASECRAFT_LOCAL_SERVER_TYPE=vllm figure '.providers[0].workers' local)" = 16 ]
  echo 'CASECRAFT is no setting' >.env
  run -0 --separate-stderr cc-stats --json in
  [[ $stderr == *"workers are unknown"* && $output == *'"workers":null,"busy":null'* ]]
}

@test "the time it took is told no better than whole seconds of stamps can tell it" {
  # Calls of 0.1 s, one after the other, from so many ms of a second on: what is said is true of all of them.
  local from calls elapsed busy times i
  while read -r from calls elapsed busy times; do
    for ((i = 0; i < calls; i++)); do
      attempt "\"at\":\"$(date -u -d "@$((1767225600 + (from + 100 * i) / 1000))" +%FT%TZ)\",\"ms\":100"
    done >in
    run -0 cc-stats in
    grep -qE "^  elapsed +${elapsed//_/ }  from" <<<"$output" && grep -qE "^  p .* ${busy//_/ }\$" <<<"$output" &&
      [ "$(grep -oE '[0-9.]+ times the ideal' <<<"$output")" = "${times//_/ }" ] || { echo "$from $calls"; echo "$output"; return 1; }
  done <<'END'
0 1 under_2_s -
950 15 about_2_s -
350 15 about_2_s -
0 15 about_2_s -
900 3 about_1_s -
900 2 about_1_s -
0 99 about_10_s -
50 110 11.0_s 100_% 1.00_times_the_ideal
950 110 11.1_s 99_% 1.01_times_the_ideal
END
  # There were more workers than are known.
  { attempt '"at":"2026-01-01T00:00:00Z","ms":11000'; attempt '"at":"2026-01-01T00:00:00Z","ms":11000'; } >in
  [ "$(figure '[.time.span_ms, .providers[0].busy]' in)" = '[11000,2]' ]
  sed 's/11000/9000/' in >short
  [ "$(figure '[.time.span_ms, .time.ideal_ms, .providers[0].busy]' short)" = '[9000,18000,null]' ]
}

@test "Markdown: names are code, and nothing leaves its cell" {
  run -1 cc-stats --markdown "$R/mixed.ndjson"
  [[ $output == *'| **Operations** | 8 | 5 answered, 1 failed,'* ]]
  [[ $output == *'| `qwen/qwen-plus` | 2 | 1 | 67 % | 3 | 0 | 2 | 0 |'* ]]
  [[ $output == *$'<details><summary>Cases by type</summary>\n\n| | | |'* ]]
  printf '%s\n' '{"id":"1","provider":"a|b`c\\\n# d","cases":[{"technique":"`<img src=x>`","test_type":""}],"attempts":[{"provider":"@you","model":"https://x.example/|"}]}' >in
  run -0 cc-stats --markdown in
  [[ $output == *'| `a?b?c\?# d` |'* && $output == *'| `?<img src=x>?` |'* && $output == *'| `@you/https://x.example/?` |'* ]]
  # Of every line outside a code span: no name.
  run grep -e img -e you -e '# d' <(sed 's/`[^`]*`//g' <<<"$output")
  [ "$status" = 1 ]
  run -2 --separate-stderr cc-stats --markdown --json in
  [[ $stderr == *"choose one"* ]]
}

@test "a page: one file without a link, a script or anything of the network, beside the text" {
  run -1 cc-stats --html page.html "$R/mixed.ndjson"
  [[ $output == "Operations "* ]]
  grep -q '^<!DOCTYPE html>' page.html
  grep -q 'prefers-color-scheme: dark' page.html
  grep -q "default-src 'none'" page.html
  grep -q '<th scope="row">qwen/qwen-plus</th><td>2</td><td>1</td><td>67 %</td>' page.html
  [ "$(grep -c '<svg ' page.html)" -ge 9 ]
  run grep -iE 'https?:|src=|href=|url\(|@import|<script|<iframe|<link' page.html
  [ "$status" = 1 ]
  # Every element that is opened is closed, in order.
  grep -oE '</?[a-z0-9]+|/>' page.html | grep -vE '<(meta|rect)$|^/>$' | awk '
    /^<\// { if (stack[n--] != substr($0, 3)) bad = 1; next }
    { stack[++n] = substr($0, 2) }
    END { exit bad || n }'
  [[ $(cat page.html) == *'<small>2023-11-14T22:13:20Z</small>'* ]]
}

@test "a page: names from records are escaped, and shown without what is invisible" {
  printf '%s\n' '{"id":"1","provider":"<script>alert(1)</script>","cases":[{"technique":"\"><img src=x onerror=y>\u202e&amp;","test_type":"\u0000'"'"'</text></svg>"}],"attempts":[{"provider":"<b>","model":"</th>","class":"</title><i>","ms":1}]}' >in
  cc-stats --html page.html in >text
  grep -qF '&lt;script&gt;alert(1)&lt;/script&gt;' page.html
  grep -qF '&quot;&gt;&lt;img src=x onerror=y&gt;?&amp;amp;' page.html
  grep -qF '&#39;&lt;/text&gt;&lt;/svg&gt;' page.html
  run grep -E '<(script|img|b|i)[ >]' page.html
  [ "$status" = 1 ]
}

@test "a page that cannot be written is exit 4, and the text is printed all the same" {
  run -4 --separate-stderr cc-stats --html missing/page.html "$R/mixed.ndjson"
  [[ $stderr == *"cannot write missing/page.html: No such file or directory"* ]]
  [[ $output == "Operations "* ]]
  echo old >page.html
  run -4 --separate-stderr cc-stats --html /dev/full "$R/mixed.ndjson"
  cc-stats --html page.html </dev/null
  grep -q DOCTYPE page.html
  run compgen -G 'page.html.*'
  [ "$status" = 1 ]
}

@test "colour on a terminal only, and not with NO_COLOR or a dumb one" {
  coloured() {
    script -qec "$1 cc-stats '$R/mixed.ndjson'" /dev/null </dev/null | grep -c $'\e\[1mOperations\e\[0m' || true
  }
  [ "$(coloured 'env -u NO_COLOR TERM=xterm')" = 1 ]
  [ "$(coloured 'env NO_COLOR= TERM=xterm')" = 1 ]
  [ "$(coloured 'env NO_COLOR=1 TERM=xterm')" = 0 ]
  [ "$(coloured 'env -u NO_COLOR TERM=dumb')" = 0 ]
  run -1 env -u NO_COLOR TERM=xterm cc-stats "$R/mixed.ndjson"
  [[ $output != *$'\e'* ]]
}

@test "operations by number of cases, calls by time" {
  local i
  for i in $(seq 0 40); do printf '{"id":"%d","cases":[%s]}\n' "$i" "$(seq -s, "$i")"; done >in
  run -0 cc-stats in
  [[ $output == *$'Operations by number of cases\n  0 to 4 '* && $output == *$'\n  40 to 44                            1'* ]]
  for i in 1 9 10 499 500 3600000 9000000000; do attempt "\"ms\":$i"; done >in
  run -0 cc-stats in
  for i in '0 to 10 ms 2' '10 ms to 20 ms 1' '200 ms to 500 ms 1' '500 ms to 1 s 1' '1 s to 2 s 0' '1 h or longer 2'; do
    grep -qE "^  ${i% *} +${i##* } " <<<"$output" || { echo "$i"; return 1; }
  done
}

# peak PID: the most memory that it has held so far, in kB.
peak() {
  awk '$1 == "VmHWM:" { print $2 }' "/proc/$1/status"
}

@test "memory does not grow with the records" {
  local i first most=1024
  ! grep -q __asan_init "$BIN/cc-stats" || most=400000
  for _ in $(seq 300); do cat "$R/mixed.ndjson"; done >some
  mkfifo pipe
  cc-stats --json <pipe >out 3>&- &
  exec 9>pipe
  cat some >&9
  first=$(peak $!)
  for i in $(seq 20); do cat some; done >&9
  [ $(($(peak $!) - first)) -lt "$most" ]
  exec 9>&-
  wait $! || true
  [ "$(jq .records out)" = 56700 ]
}
