# cc-merge --union: the cases of several providers, as one document.
bats_require_minimum_version 1.5.0
load helper

setup() {
  cd "$BATS_TEST_TMPDIR"
}

# answer PROVIDER CASES: an answer to the one operation.
answer() {
  printf '{"id":"GET /a","slug":"a","method":"GET","path":"/a","hash":"xxh128:1","$defs":{"A":{"x":1},"B":{}},"provider":"%s","cases":[%s],"attempts":[{"provider":"%s","model":"%s-1","usage":{"prompt":7}}]}\n' \
    "$1" "$2" "$1" "$1"
}

# one NUMBER MEMBERS: a case of that number; some members more.
one() {
  printf '{"case_id":"A-POS-%03d","priority":"P1"%s}' "$1" "${2:+,$2}"
}

# cases: of each case its id, its provider, and what the tests put into `q`.
# shellcheck disable=SC2120
cases() {
  jq -c '[.test_cases[] | [.case_id, .provider, .q // .target // ""]]' "${1:-out}/a.json"
}

@test "cases are joined, whatever the order in which they come; each names its provider, and every case_id is there once" {
  answer glm "$(one 1 '"target":"/a?x=1"'),$(one 2 '"target":"/a?x=2"')" >glm
  answer qwen "$(one 1 '"target":"/a?x=3"'),$(one 2 '"target":"/a?x=2"'),$(one 7 '"target":"/a?x=4","provider":"human"')" >qwen
  answer builtin "$(one 7 '"target":"/a?x=5"')" >builtin
  local order want
  want='[["A-POS-001","glm","/a?x=1"],["A-POS-002","glm","/a?x=2"],["A-POS-003","qwen","/a?x=3"],["A-POS-007","human","/a?x=4"],["A-POS-004","builtin","/a?x=5"]]'
  for order in 'glm qwen builtin' 'builtin qwen glm' 'qwen builtin glm'; do
    rm -rf out
    # shellcheck disable=SC2086 # a list of files
    cc-merge -o out --union $order >slim
    [ "$(cases)" = "$want" ] || { cases; return 1; }
    # shellcheck disable=SC2086
    cat $order | cc-merge -o two --union >/dev/null
    cmp out/a.json two/a.json
    cmp out/.casecraft/state.json two/.casecraft/state.json
    [ "$(jq -c '[.superseded // false, .file]' slim | sort -u)" = '[false,"out/a.json"]' ]
  done
  [ "$(jq -c '.metadata | [.provider, .llm_model, .providers]' out/a.json)" = '["glm","glm-1",["glm","qwen","builtin"]]' ]
  [ "$(jq -c '.endpoints["GET:/a"] | [.provider, .model, .cases, .usage.prompt]' out/.casecraft/state.json)" = '["glm","glm-1",5,7]' ]
  cc-merge -o out --union --prefer builtin,qwen glm qwen builtin >/dev/null
  [ "$(jq -c '.metadata.providers' out/a.json)" = '["builtin","qwen","glm"]' ]
}

@test "requests are the same whatever the order of members and the words around them; each of these makes another" {
  local base='"method":"GET","target":"/a?q=1&p=2&p=3","headers":{"A":"1","B":"2"},"content_type":"x","body":{"m":1,"n":[1,2]},"body_text":"as written"' other
  answer glm "$(one 1 "$base")" >glm
  answer qwen "$(one 9 '"body_text":"otherwise","body":{"n":[1, 2],"m":1},"content_type":"x","headers":{"b":"2","A":"1"},"target":"/a?p=2&p=3&q=1","method":"GET","name":"n","status":7,"path":"/x"')" >same
  cc-merge -o out --union glm same >/dev/null
  [ "$(jq '.test_cases | length' out/a.json)" -eq 1 ]
  while read -r other; do
    answer qwen "$(one 9 "$(sed "$other" <<<"$base")")" >differs
    rm -rf out
    cc-merge -o out --union glm differs >/dev/null
    [ "$(jq '.test_cases | length' out/a.json)" -eq 2 ] || { echo "$other"; return 1; }
  done <<'END'
s/GET/HEAD/
s|/a|/b|
s/q=1/q=2/
s/p=2&p=3/p=3\&p=2/
s/"1"/"9"/
s/"x"/"y"/
s/\[1,2\]/[2,1]/
s/"body":{[^}]*},//
s/$/,"cookies":{"c":"1"}/
s/$/,"preconditions":["there is one"]/
END
  # Without `target`, path and parameters say it; without `body`, its bytes.
  answer glm "$(one 1 '"path":"/a","query_params":{"q":1},"body_text":"{"')" >glm
  answer qwen "$(one 2 '"path":"/a","query_params":{"q":2},"body_text":"{"'),$(one 3 '"path":"/a","query_params":{"q":1},"body_text":"["'),$(one 4 '"body_text":"{","query_params":{"q":1},"path":"/a"')" >qwen
  rm -rf out
  cc-merge -o out --union glm qwen >/dev/null
  [ "$(jq -c '[.test_cases[].case_id]' out/a.json)" = '["A-POS-001","A-POS-002","A-POS-003"]' ]
}

@test "of one provider the latest answer counts; errors do not, and operations do not meet" {
  { answer glm "$(one 1 '"q":1')"; answer qwen "$(one 1 '"q":2,"target":"t"')"; answer glm "$(one 1 '"q":3')"
    answer kimi '' | sed 's/"cases":\[\]/"error":{"class":"rate"}/'
    answer glm "$(one 1 '"q":4')" | sed 's|/a"|/b"|g; s|"slug":"a"|"slug":"b"|'; } >in
  cc-merge -o out --union in >slim
  [ "$(jq -c '[.test_cases[] | [.case_id, .q]]' out/a.json)" = '[["A-POS-001",3],["A-POS-002",2]]' ]
  [ "$(jq -c '[.test_cases[].q]' out/b.json)" = '[4]' ]
  [ "$(jq -c '.superseded // false' slim | tr '\n' ' ')" = 'true false false true false ' ]
  cc-merge -o two --union <in >slim
  diff -r -x .casecraft out two
  # The one that was beaten is told, of its provider alone.
  [ "$(jq -c '.supersedes.provider' slim | tr '\n' ' ')" = 'null null "glm" null null ' ]
  # An error alone is one.
  sed -n 4p in >error
  run -1 cc-merge -o three --union error
}

@test "numbers stay what they are, schemas that any of them reaches are there, priorities are chosen behind it" {
  answer glm "$(one 1 '"q":1.10,"resp_schema":{"$ref":"#/$defs/A"}')" >glm
  answer qwen "$(one 1 '"q":9223372036854775807,"target":"t","resp_schema":{"$ref":"#/$defs/B"}'),$(one 2 '"q":5,"target":"u"' | sed s/P1/P0/)" >qwen
  cc-merge -o out --union glm qwen >/dev/null
  grep -q '"q": 1.10' out/a.json
  grep -q '"q": 9223372036854775807' out/a.json
  [ "$(jq -c '."$defs" | keys' out/a.json)" = '["A","B"]' ]
  cc-merge -o out --union --priority P0 --format ndjson glm qwen >/dev/null
  [ "$(sed 1d out/a.ndjson | jq -c '[.case_id, .q, .provider]')" = '["A-POS-003",5,"qwen"]' ]
}

@test "what is no case, or has no case_id or an odd one, is no reason to stop" {
  answer glm '7,null,{},{"case_id":7,"q":1},{"case_id":"x","q":2},{"case_id":"x","q":3,"target":"t"},{"case_id":"","provider":null,"target":"u"}' >glm
  answer qwen '{"case_id":"x","target":"v"},{"case_id":"x-001","target":"w"}' >qwen
  cc-merge -o out --union glm qwen >/dev/null
  [ "$(jq -c '[.test_cases[].case_id]' out/a.json)" = '[null,"x","","x-001","x-002"]' ]
  [ "$(jq -c '[.test_cases[] | .provider] | unique' out/a.json)" = '["glm","qwen"]' ]
}

@test "the temporary file has no name, and one that cannot be written is told; the records pass" {
  answer glm "$(one 1 "\"q\":\"$(printf '%05000000d' 0)\"")" >in
  run -4 --separate-stderr bash -c 'trap "" XFSZ; ulimit -f 40; cc-merge -o out --union in | cat; exit "${PIPESTATUS[0]}"'
  [[ $stderr == *"temporary file in out"* ]]
  [ "${#lines[@]}" -eq 1 ]
  [ -z "$(ls -A out)" ]
}
