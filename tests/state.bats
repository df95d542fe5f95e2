# The state of an output directory, as cc-merge keeps it (casecraft-state(5)).
bats_require_minimum_version 1.5.0
load helper

setup() {
  cd "$BATS_TEST_TMPDIR"
  R=$FIXTURES/results
  STATE=out/.casecraft/state.json
}

# result METHOD PATH HASH PROVIDER MEMBERS: one result record.
result() {
  printf '{"id":"%s %s","slug":"%s","method":"%s","path":"%s","hash":"xxh128:%032d","provider":"%s",%s}\n' \
    "$1" "$2" "$(tr '/A-Z' '_a-z' <<<"$1$2" | tr -dc 'a-z0-9_')" "$1" "$2" "$3" "$4" "$5"
}

CASES='"cases":[{"case_id":"X","priority":"P1"},{"case_id":"Y","priority":"P0"}]'
ERROR='"error":{"class":"rate","provider":"glm","http":429}'

# entry KEY: the entry of the state, with its keys sorted.
entry() {
  jq -cS --arg key "$1" '.endpoints[$key]' $STATE
}

# has FILTER VALUE: the filter gives this of the state.
has() {
  local got
  got=$(jq -c "$1" "$STATE")
  [ "$got" = "$2" ] || { printf '%s\ngives %s\nnot   %s\n' "$1" "$got" "$2"; return 1; }
}

# valid [FILE]: the state is what its schema says.
valid() {
  jq -r --slurpfile schema "$ROOT/share/casecraft/state.schema.json" -f "$FIXTURES/split/validate.jq" \
    "${1:-$STATE}" >broken
  diff /dev/null broken
}

@test "an entry says what the document was made from, by whom, when, and what it cost" {
  cc-merge -o out "$R/mixed.ndjson" >/dev/null || [ $? -eq 1 ]
  valid
  local digest='"digest":"xxh128:0"'
  jq -cS '.endpoints[].digest? |= (. // empty | sub("[0-9a-f]{32}"; "0")) | .endpoints' $STATE >got
  jq -cS . >want <<END
{"DELETE:/books/{id}": {"failed": true, "error": "rate"},
 "GET:/books": {"hash": "xxh128:00000000000000000000000000000000", "provider": "glm", "model": "glm-4.5",
   "generated_at": "2023-11-14T22:13:20Z", "file": "get_books.json", $digest, "cases": 3, "attempts": 1,
   "usage": {"prompt": 100, "completion": 50}},
 "GET:/books/{id}": {"hash": "xxh128:00000000000000000000000000000002", "provider": "qwen", "model": "qwen-plus",
   "generated_at": "2023-11-14T22:13:20Z", "file": "get_books_id.json", $digest, "cases": 1, "attempts": 3,
   "fallback_from": "glm"},
 "GET:/orders": {"hash": "xxh128:00000000000000000000000000000004", "provider": "builtin",
   "generated_at": "2023-11-14T22:13:20Z", "file": "get_orders.json", $digest, "cases": 2},
 "POST:/books": {"hash": "xxh128:00000000000000000000000000000001", "provider": "qwen", "model": "qwen-plus",
   "generated_at": "2023-11-14T22:13:20Z", "file": "post_books.json", $digest, "cases": 2, "attempts": 2,
   "usage": {"prompt": 200, "completion": 80, "cached": 40, "reasoning": 10}}}
END
  diff want got
  has .providers '{"builtin":{"operations":1,"cases":2},"glm":{"operations":1,"cases":3,"attempts":1,"usage":{"prompt":100,"completion":50}},"qwen":{"operations":2,"cases":3,"attempts":5,"usage":{"prompt":200,"completion":80,"cached":40,"reasoning":10}}}'
  [ "$(jq -r '.endpoints | keys_unsorted[]' $STATE)" = "$(jq -r '.endpoints | keys[]' $STATE)" ]
  # None is a number of tokens, too.
  result GET /zero 1 kimi "$CASES,\"attempts\":[{\"provider\":\"kimi\",\"usage\":{\"prompt\":0}}]" | cc-merge -o out >/dev/null
  has '[.endpoints["GET:/zero"], .providers.kimi | .usage]' '[{"prompt":0},{"prompt":0}]'
}

@test "cases are those of the document, and the digest is that of its bytes" {
  result GET /a 1 glm "$CASES" | cc-merge -o out --priority P0 >/dev/null
  has '.endpoints."GET:/a".cases' 1
  local digest
  digest=$(jq -r '.endpoints."GET:/a".digest' $STATE)
  result GET /a 1 glm "$CASES" | cc-merge -o two --priority P0 >/dev/null
  [ "$(jq -r '.endpoints."GET:/a".digest' two/.casecraft/state.json)" = "$digest" ]
  if command -v xxh128sum >/dev/null; then
    [ "xxh128:$(xxh128sum <out/get_a.json | cut -d' ' -f1)" = "$digest" ]
  fi
  result GET /a 1 glm "$CASES" | cc-merge -o two >/dev/null
  [ "$(jq -r '.endpoints."GET:/a".digest' two/.casecraft/state.json)" != "$digest" ]
}

@test "the recipe of a document is a digest of its words; a run that makes none changes none" {
  result GET /a 1 glm "$CASES" | cc-merge -o out --recipe 'lang=en sk-secret' >/dev/null
  valid
  local recipe
  recipe=$(jq -r '.endpoints."GET:/a".recipe' $STATE)
  [[ $recipe =~ ^xxh128:[0-9a-f]{32}$ ]]
  run ! grep -rq sk-secret out
  { result GET /a 1 glm "$ERROR"; result GET /b 1 glm "$CASES"; } | cc-merge -o out --recipe other >/dev/null || [ $? = 1 ]
  valid
  has '.endpoints."GET:/a".recipe' "\"$recipe\""
  has ".endpoints.\"GET:/b\".recipe == \"$recipe\"" false
  result GET /b 1 glm "$CASES" | cc-merge -o out >/dev/null
  has '.endpoints."GET:/b" | has("recipe")' false
}

@test "keys of webhooks, of methods in lower case, and in documents" {
  { echo '{"id":"webhook new thing POST","slug":"w","method":"POST","path":"new thing","provider":"p","cases":[]}'
    echo '{"id":"get /x","slug":"x","method":"get","path":"/x","provider":"p","cases":[]}'
    echo '{"id":"mine","slug":"m","provider":"p","cases":[]}'; } | cc-merge -o out >/dev/null
  has '.endpoints | keys' '["GET:/x","POST:webhook new thing"]'
  [ "$(jq -r .endpoint_id out/w.json out/x.json out/m.json | tr '\n' ,)" = 'POST:webhook new thing,GET:/x,mine,' ]
}

@test "a failed operation keeps its older hash and file, and passes cc-split again" {
  result GET /a 1 glm "$CASES" | cc-merge -o out >/dev/null
  entry GET:/a >before
  { result GET /a 2 glm "$ERROR"; result GET /b 2 glm "$ERROR"; } >in
  run -1 cc-merge -o out in
  valid
  jq -cS '.failed = true | .error = "rate"' before | diff - <(entry GET:/a)
  [ "$(entry GET:/b)" = '{"error":"rate","failed":true}' ]
  has '.providers' '{"glm":{"operations":1,"failed":1,"cases":2}}'
  # It fails again, and then succeeds.
  run -1 cc-merge -o out in
  jq -cS '.failed = true | .error = "rate"' before | diff - <(entry GET:/a)
  result GET /a 3 qwen "$CASES" | cc-merge -o out >/dev/null
  has '.endpoints."GET:/a" | [.hash[-1:], .provider, .failed, .error]' '["3","qwen",null,null]'
}

@test "the second run of casecraft's commands finds everything unchanged, until something changes" {
  run_all() {
    cc-split --since out "$1" 2>split.err | cc-assign -p builtin | cc-call | cc-merge -o out >slim
    tail -n 1 split.err
  }
  local spec=$FIXTURES/split/hash.yaml
  [[ $(run_all "$spec") == *': 3 new, 0 changed, 0 failed, 0 without a file, 0 unchanged'* ]]
  valid
  cp $STATE first
  local before
  before=$(stat -c '%i %y' $STATE)
  [[ $(run_all "$spec") == *' 0 new, 0 changed, 0 failed, 0 without a file, 3 unchanged' ]]
  [ "$(stat -c '%i %y' $STATE)" = "$before" ]
  sed 's/maximum: 22/maximum: 23/' "$spec" >spec.yaml
  [[ $(run_all spec.yaml) == *' 0 new, 2 changed, 0 failed, 0 without a file, 1 unchanged' ]]
  [ "$(diff <(jq -c '.endpoints[] | .hash' first) <(jq -c '.endpoints[] | .hash' $STATE) | grep -c '^>')" -eq 2 ]
  rm out/get_c.json
  [[ $(run_all spec.yaml) == *' 0 new, 0 changed, 0 failed, 1 without a file, 2 unchanged' ]]
  [ -f out/get_c.json ]
}

@test "a run over some operations leaves the entries of others alone, and what it does not know" {
  { result GET /a 1 glm "$CASES"; result GET /b 1 glm "$CASES"; } | cc-merge -o out >/dev/null
  jq '.recipe = {"big": 1} | .endpoints."GET:/a".note = "mine" | .endpoints."GET:/b".note = "gone"
    | .endpoints."GET:/\u0000" = {"note": "odd"}' $STATE >edited
  sed -i 's/"big": 1/"big": 12345678901234567890.10/' edited
  cp edited $STATE
  entry GET:/a >before
  result GET /b 2 qwen "$CASES" | cc-merge -o out >/dev/null
  valid
  entry GET:/a | diff before -
  has '.endpoints."GET:/b".note' null
  has '.endpoints."GET:/\u0000".note' '"odd"'
  grep -q '"recipe": {' $STATE
  grep -q 12345678901234567890.10 $STATE
}

@test "a superseded record says nothing, whichever came first" {
  { result GET /a 1 glm "$CASES"; result GET /a 1 builtin "$CASES"; result GET /a 1 glm "$ERROR"; } >in
  cc-merge -o out in >/dev/null
  has '.endpoints."GET:/a" | [.provider, .failed]' '["glm",null]'
  tac in | cc-merge -o two >/dev/null
  [ "$(jq -r '.endpoints."GET:/a" | .provider' two/.casecraft/state.json)" = glm ]
}

@test "a state that is broken is set aside under a free name, told, and made anew from the documents" {
  local text word n=0
  { result GET /a 1 glm "$CASES"; result GET /b 1 glm "$CASES" | sed 's/"slug"/"tags":["T"],"slug"/'
    result GET /d 1 glm "$CASES" | sed 's/"slug"/"tags":["v1.json"],"slug"/'; } |
    cc-merge -o out --organize-by tag >/dev/null
  cp $STATE good
  echo '{"endpoint_id": 7}' >out/other.json
  echo text >out/text.json
  mkfifo out/fifo.json
  while IFS='|' read -r word text; do
    printf '%b' "$text" >$STATE
    result GET /c 1 qwen "$CASES" >in
    run -0 --separate-stderr cc-merge -o out --organize-by tag in
    [[ $stderr == *"$STATE: $word"*"kept as state.json.broken"*"made from the documents"* ]] || { echo "$stderr"; return 1; }
    valid
    n=$((n + 1))
    diff <(jq -c '.endpoints | del(."GET:/c") | .[] | del(.digest)' good) \
      <(jq -c '.endpoints | del(."GET:/c") | .[] | del(.digest)' $STATE)
    has '.endpoints."GET:/a" | has("digest")' false
    [ "$(find out/.casecraft -name '*broken*' | wc -l)" -eq "$n" ]
    [ "$(printf '%b' "$text" | cmp - "$(ls -tr out/.casecraft/*broken* | tail -1)" && echo same)" = same ]
  done <<'END'
not JSON|{half
not JSON|
no state|[1]
version "3.0"|{"version": "3.0", "endpoints": {}}
no state|{"version": "2.0", "endpoints": []}
END
  [ "$n" -eq 5 ]
}

@test "a state that is broken is made anew though there is nothing to say, and asks for nothing again" {
  printf 'openapi: 3.0.0\ninfo: {title: T, version: "1"}\npaths: {/a: {get: {}}, /b: {get: {}}}\n' >spec.yaml
  cc-split spec.yaml | cc-call -p builtin | cc-merge -o out >/dev/null
  truncate -s -9 $STATE
  run -0 --separate-stderr cc-merge -o out <<<''
  [[ $stderr == *"kept as state.json.broken"* ]]
  [ "$(cc-split --since out spec.yaml 2>/dev/null | jq -c .unchanged | sort -u)" = true ]
  cp $STATE before
  run -0 --separate-stderr cc-merge -o out <<<''
  [ -z "$stderr" ]
  cmp before $STATE
}

@test "what is no state file at all ends it before the first record" {
  mkdir -p out/.casecraft/state.json
  result GET /a 1 glm "$CASES" >in
  run -4 --separate-stderr cc-merge -o out in
  [[ $stderr == *"no regular file"* ]]
  [ -z "$output" ]
  [ ! -e out/get_a.json ]
  rmdir out/.casecraft/state.json out/.casecraft
  ln -s ../elsewhere out/.casecraft
  mkdir elsewhere
  run -4 --separate-stderr cc-merge -o out in
  [ -z "$(ls -A elsewhere)" ]
}

@test "the state of the Python tool is taken over, in all its forms; its hashes are not" {
  local form statistics
  while IFS='|' read -r form statistics; do
    rm -rf out .casecraft*
    printf '%s\n' "$form" >.casecraft_state.json
    cp .casecraft_state.json before
    result GET /new 1 glm "$CASES" >in
    run -0 --separate-stderr cc-merge -o out in
    [[ $stderr == *"took over 1 operation from ./.casecraft_state.json"*"generated again"* ]] || { echo "$stderr"; return 1; }
    valid
    cmp before .casecraft_state.json
    has '.endpoints."POST:/orders" | has("hash") or has("file")' false
    has '.endpoints."POST:/orders".cases' 17
    has '.older | [.version, has("provider_stats")]' "[\"1.0\",$statistics]"
    # Only once: the new state is read from then on.
    run -0 --separate-stderr cc-merge -o out in
    [ -z "$stderr" ]
    has '.endpoints | keys' '["GET:/new","POST:/orders"]'
  done <<'END'
{"version":"1.0","config":{"api_source":"a","last_modified":"2025","source_hash":"9"},"endpoints":{"POST:/orders":{"definition_hash":"60e4","last_generated":"2025-08-13T18:30:05.123456","test_cases_count":17,"output_file":"test_cases/x.json"}},"statistics":{"total_endpoints":1,"generated_count":1,"skipped_count":0,"failed_count":0,"last_run_duration":1.50}}|false
{"version":"1.0","config":null,"endpoints":{"POST:/orders":{"definition_hash":"60e4","last_generated":"2025","test_cases_count":17,"output_file":"x","provider_used":null,"tokens_used":null}},"statistics":{"last_run_duration":null},"provider_stats":null}|false
{"version":"1.0","endpoints":{"POST:/orders":{"definition_hash":"60e4","test_cases_count":17,"provider_used":"qwen","tokens_used":3500}},"statistics":{},"provider_stats":{"performance":{},"fallback_events":[],"provider_preferences":{},"cost_estimates":{"glm":{"provider":"glm","tokens_used":0,"estimated_cost":0.0,"cost_per_1k_tokens":0.0015}}}}|true
END
}

@test "of the Python tool's state: provider, tokens, time, the fallback that helped, and its statistics as they were" {
  cat >.casecraft_state.json <<'END'
{"version": "1.0", "endpoints": {"POST:/orders": {"definition_hash": "60e4", "last_generated": "2025-08-13T18:30:05.123456",
   "test_cases_count": 17, "output_file": "../../etc/passwd", "provider_used": "qwen", "tokens_used": 3500}},
 "statistics": {"last_run_duration": 12.50},
 "provider_stats": {"performance": {"qwen": {"total_time_seconds": 20.0}}, "fallback_events": [
   {"endpoint_id": "POST:/orders", "primary_provider": "kimi", "fallback_provider": "glm", "success": false},
   {"endpoint_id": "POST:/orders", "primary_provider": "glm", "fallback_provider": "qwen", "success": true}]}}
END
  result GET /new 1 glm "$CASES" | cc-merge -o out >/dev/null
  [ "$(entry POST:/orders)" = \
    '{"cases":17,"fallback_from":"glm","generated_at":"2025-08-13T18:30:05.123456","provider":"qwen","usage":{"total":3500}}' ]
  has '.providers.qwen' '{"operations":1,"cases":17,"usage":{"total":3500}}'
  grep -q '"last_run_duration":12.50' $STATE
  has '.older.provider_stats.fallback_events | length' 2
}

@test "the Python tool's separate statistics file; what is no such state is left alone" {
  echo '{"version":"1.0","endpoints":{"POST:/orders":{"test_cases_count":1}},"statistics":{}}' >.casecraft_state.json
  echo '{"performance":{"glm":{}},"fallback_events":[{"endpoint_id":"POST:/orders","primary_provider":"a","success":true}]}' \
    >.casecraft_provider_stats.json
  result GET /new 1 glm "$CASES" | cc-merge -o out >/dev/null
  has '.older.provider_stats.performance' '{"glm":{}}'
  has '.endpoints."POST:/orders".fallback_from' '"a"'
  [ -f .casecraft_provider_stats.json ]
  local text
  for text in '{"version":"2.0","endpoints":{"/x":{}}}' '{"version":"1.0","endpoints":["/x"]}' '{half' '[]'; do
    rm -rf out
    echo "$text" >.casecraft_state.json
    result GET /new 1 glm "$CASES" >in
    run -0 --separate-stderr cc-merge -o out in
    [[ $stderr == *"is no state of version 1.0"* ]]
    has '.endpoints | keys' '["GET:/new"]'
    [ "$(cat .casecraft_state.json)" = "$text" ]
  done
}

@test "--state names the file, and the names in it are relative to its folder" {
  mkdir -p made/deep/cases
  local state out want
  while read -r state out want; do
    rm -rf made
    mkdir -p made/deep/cases
    result GET /a 1 glm "$CASES" | cc-merge -o "$out" --state "$state" >/dev/null
    [ -d "$state" ] && state=$state/.casecraft/state.json
    valid "$state"
    [ "$(jq -r '.endpoints[].file' "$state")" = "$want" ] || { jq . "$state"; return 1; }
  done <<'END'
made/s.json made get_a.json
made/s.json made/deep/cases deep/cases/get_a.json
./made/deep/../s.json made/deep deep/get_a.json
made/.casecraft/mine.json made/deep deep/get_a.json
s.json made made/get_a.json
made made/deep deep/get_a.json
END
  run -4 --separate-stderr cc-merge -o out --state made/s.json /dev/null
  [[ $stderr == *"made/s.json is of the directory made, and out is not in it"* ]]
  run -4 cc-merge -o madeup --state made/s.json /dev/null
  # The file of the Python tool itself: it stays, under another name.
  echo '{"version":"1.0","endpoints":{"POST:/orders":{"test_cases_count":17}},"statistics":{}}' >.casecraft_state.json
  cp .casecraft_state.json before
  echo '{"performance":{"glm":{}}}' >.casecraft_provider_stats.json
  result GET /a 1 glm "$CASES" >in
  run -0 --separate-stderr cc-merge -o out --state .casecraft_state.json in
  [[ $stderr == *"references nor security; it is kept as .casecraft_state.json.1.0"*"generated again"* ]]
  cmp before .casecraft_state.json.1.0
  [ "$(jq -c '.version, (.endpoints | keys)' .casecraft_state.json | tr '\n' ' ')" = '"2.0" ["GET:/a","POST:/orders"] ' ]
  [ "$(jq -c .older.provider_stats .casecraft_state.json)" = '{"performance":{"glm":{}}}' ]
}

@test "several at once on one directory: every entry of each is in the state" {
  local i j
  for i in 1 2 3 4 5 6 7 8; do
    for j in 1 2 3 4 5; do
      result GET "/r$i/$j" 1 "p$i" "$CASES"
    done >"in$i"
  done
  printf 'all: %s\n%%.out: %%.in\n\tcc-merge -o out $< >$@\n' "$(printf 'in%d.out ' 1 2 3 4 5 6 7 8)" >Makefile
  for i in 1 2 3 4 5 6 7 8; do mv "in$i" "in$i.in"; done
  make -s -j8 3>&-
  valid
  has '.endpoints | length' 40
  has '.providers | map(.operations)' '[5,5,5,5,5,5,5,5]'
  [ "$(ls out | wc -l)" -eq 40 ]
  [ "$(ls -A out/.casecraft)" = "$(printf 'state.json\nstate.json.lock')" ]
}

@test "the lock is held at the end alone: another one finishes while the first still reads" {
  mkfifo pipe
  cc-merge -o out <pipe >slim 3>&- &
  local pid=$!
  exec 9>pipe
  result GET /a 1 glm "$CASES" >&9
  until_true test -s slim
  result GET /b 1 glm "$CASES" | timeout 20 cc-merge -o out >/dev/null
  has '.endpoints | keys' '["GET:/b"]'
  exec 9>&-
  wait "$pid"
  has '.endpoints | keys' '["GET:/a","GET:/b"]'
}

@test "a state that cannot be written is exit 4; the older one stays, and no temporary file" {
  result GET /a 1 glm "$CASES" | cc-merge -o out >/dev/null
  cp $STATE before
  for i in $(seq 1 30); do result GET "/$i" 1 glm "$ERROR"; done >in
  run -4 --separate-stderr bash -c 'trap "" XFSZ; ulimit -f 1; cc-merge -o out in | cat; exit "${PIPESTATUS[0]}"'
  [[ $stderr == *"state"* ]]
  [ "${#lines[@]}" -eq 30 ]
  cmp before $STATE
  [ "$(ls -A out/.casecraft | wc -l)" -eq 2 ]
}

@test "a run without operations leaves no state" {
  echo '{"id":"1","provider":"glm","reply":{"content":"x"}}' | cc-merge -o out >/dev/null
  cc-merge -o out /dev/null
  echo '{"id":"GET /a","seq":0,"slug":"a","spec":{},"unchanged":true}' | cc-merge -o out >/dev/null
  [ -z "$(ls -A out)" ]
}
