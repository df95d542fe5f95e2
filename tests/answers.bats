# cc-call: the cases in what models write, from the loopback provider to the record.
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  provider_start -s "$FIXTURES/call/answers"
  cc-split "$FIXTURES/call/operations.yaml" | jq -c 'select(.id == "POST /toys")' >operation
}

teardown() {
  provider_stop
}

# answered FILE [SCRIPT]: the operation, answered with what stands in FILE; into out.
answered() {
  CASECRAFT_TEST_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_TEST_MODEL="content-file=$1${2:-}" \
    cc-call -p test --cases 2 <operation >out
}

# check FILTER: the filter is true of the record.
check() {
  jq -e "$1" out >check.out || { echo "not so: $1"; head -c 3000 out; return 1; }
}

@test "thinking, prose, a fence and JavaScript stand around the cases" {
  answered thought.txt
  check '.cases | map(.name) == ["A toy with a name", "A name that isn'"'"'t there"]
    and map(.body) == [{name: "Bear"}, {price: 5}] and map(.status) == [201, 400]'
  check '(has("partial") or has("rejected") | not) and (.attempts | length == 1)'
}

@test "cases in the older format get our names, and numbers keep their digits" {
  answered older.txt
  check '.cases | map(.name) == ["A toy with a name", "No name"] and map(.status) == [201, 400]
    and map(.test_type) == ["positive", "negative"] and (map(has("resp_schema")) | any | not)'
  check 'has("partial") or has("rejected") | not'
  grep -q '"body":{"name":"Bear","price":9007199254740993}' out
}

@test "of cases one a line the broken one is left out, and the record says so" {
  answered lines.txt
  check '.partial == "length" and (.cases | map(.body)
    == [{name: "Bear"}, {name: "a\nb"}, {name: "the \"big\" bear"}, {price: null}])'
  check '.cases[1].name == "A name with\na line end" and .cases[2].name == "A \"quoted\" name"'
}

@test "cases in strings in strings are cases" {
  answered strings.txt
  check '(.cases | map(.name) == ["A toy with a name", "No name"]) and (has("partial") | not)'
}

@test "an answer that is cut before its first case is whole is an error, and says so" {
  printf '%s' '```json' '{"cases":[{"name":"A toy with a name","test_type":"positive","body":{"na' >cut.txt
  provider_stop
  provider_start -s .
  answered cut.txt ';finish=length'
  check '.error.class == "output" and (.error.message | contains("before its first case is whole"))'
}

# judged MEMBERS: what is made of one case with these members; into out.
judged() {
  provider_stop
  printf '{"cases":[{"name":"A valid one","test_type":"positive","body":{"name":"Valid"},"status":201},{"name":"A case",%s}]}' \
    "$1" >case.txt
  provider_start -s .
  answered case.txt
}

@test "a label that is wrong is put right, and the remarks say so" {
  judged '"test_type":"positive","technique":"happy_full","body":{"name":"Bear","price":-1},"status":201'
  check '.cases[1] | .test_type == "negative" and .case_id == "POST_TOYS-NEG-001" and .checked and (has("technique") | not)
    and .violates == {in: "body", pointer: "/price", keyword: "minimum"} and .status == 400 and .documented
    and (.remarks | test("^relabelled: it was called positive, but body, at /price: -1 is under the minimum of 0 .*; status 201 was said"))'
  judged '"test_type":"negative","body":{"name":"Bear"},"violates":{"in":"body","pointer":"/name","keyword":"maxLength"},"status":200'
  check '.cases[1] | .test_type == "positive" and .checked and (has("violates") | not) and .status == 201
    and (.remarks | startswith("relabelled: it was said to break maxLength at /name of body, but the request is valid"))'
  judged '"test_type":"negative","body":{"name":""},"violates":{"in":"body","pointer":"/name","keyword":"maxLength"},"status":422,"remarks":"mine"'
  check '.cases[1] | .violates.keyword == "minLength" and .status == 400
    and (.remarks | startswith("mine\ncorrected: it was said to break maxLength at /name of body, but body, at /name: \"\" is shorter"))'
}

@test "a body may be a text that holds it" {
  judged '"test_type":"positive","body":"{\"name\": \"Bear\", \"price\": 9007199254740993}","status":201'
  check '.cases[1] | .test_type == "positive" and .checked and .body.name == "Bear"'
  grep -q '"price":9007199254740993' out
  judged '"test_type":"negative","body":"{\"name\":\"\"}","violates":{"in":"body","pointer":"/name","keyword":"minLength"},"status":400'
  check '.cases[1] | .checked and .violates.keyword == "minLength"'
  # What is about the text itself, is another media type, or holds nothing, stays.
  judged '"test_type":"negative","body":"{\"name\":\"Bear\"}","violates":{"in":"body","pointer":"","keyword":"type"},"status":400'
  check '.cases[1] | .checked and .body == "{\"name\":\"Bear\"}"'
  judged '"test_type":"negative","content_type":"text/plain","body":"{\"name\":\"Bear\"}","violates":{"in":"media"},"status":400'
  check '.cases[1] | .body == "{\"name\":\"Bear\"}" and .body_text == "{\"name\":\"Bear\"}"'
  judged '"test_type":"negative","body":"{\"name\":","status":400'
  check '.cases[1] | .body == "{\"name\":" and .violates.keyword == "type"'
}

@test "a type may have capitals, or be Chinese" {
  local type
  while read -r type; do
    judged "$type,\"body\":{\"name\":\"\"},\"status\":400"
    check '.cases[1] | .test_type == "negative" and .violates.keyword == "minLength"'
  done <<'ROWS'
"test_type":"Negative"
"type":"NEGATIVE"
"test_type":"负向"
"test_type":"异常"
ROWS
  judged '"test_type":"ill","body":{"name":""},"status":400'
  check '.rejected[0].reason == "test_type is none of positive, negative and boundary"'
}

@test "a status may be text, a class or a list" {
  local status wanted
  while IFS='|' read -r wanted status; do
    judged "\"test_type\":\"negative\",\"body\":{\"name\":\"\"},$status"
    check "(.cases[1].status // .rejected[0].reason) == $wanted and (.cases | any(has(\"status_in\")) | not)"
  done <<'ROWS'
400|"status":"400 Bad Request"
400|"status":"4xx"
400|"status":[400,422]
400|"status_in":["422","400"]
400|"status":null,"status_in":["4XX"]
"status is none from 100 to 599"|"status":"40"
"status is none from 100 to 599"|"status":"XX"
"status is none from 100 to 599"|"status":[]
"status is none from 100 to 599"|"status":"9XX"
"status is none from 100 to 599"|"status_in":{}
ROWS
}

@test "a case that cannot be put right is rejected, and says why" {
  local members reason
  while IFS='|' read -r reason members; do
    judged "$members"
    check "(.cases | length == 1) and (.rejected | length == 1) and (.rejected[0].case.name == \"A case\")
      and (.rejected[0].reason | contains(\"$reason\"))" || { echo "$members"; return 1; }
  done <<'ROWS'
the case claims to be valid, but the request breaks 2 constraints|"test_type":"positive","body":{"price":"much"},"status":201
said to break minimum at /price of body, but the request breaks nothing|"test_type":"negative","body":{"name":"Bear"},"violates":{"in":"body","pointer":"/price","keyword":"minimum"},"status":400
the description does not say|"test_type":"negative","body":{"name":"Bear"},"violates":{"in":"rule","quote":"Bears are out of stock"},"status":409
needs a quote of the description|"test_type":"negative","body":{"name":"Bear"},"violates":{"in":"state"},"status":404
a case before sends the same request|"test_type":"positive","body":{"name":"Valid"},"headers":{"Content-Type":"application/json"},"status":200
method GET is not the operation|"test_type":"positive","method":"GET","status":200
ROWS
}

@test "rules and states live by their quote or their preconditions, unchecked" {
  local quoted='"test_type":"negative","body":{"name":"Bear"},"violates":{"in":"rule","quote":"  two toys of a NAME are refused. "},"status":409'
  jq -c '.description = "Two toys of a name\nare refused."' operation >told && mv told operation
  judged "$quoted"
  check '.cases[1] | .violates.in == "rule" and .checked == false and .documented == false and .status == 409
    and .status_in == ["4XX"] and (has("remarks") | not)'
  judged '"test_type":"negative","body":{"name":"Bear"},"violates":{"in":"state"},"preconditions":["There is a Bear"],"status":409'
  check '.cases[1] | .violates == {in: "state"} and .preconditions == ["There is a Bear"] and .checked == false'
}

@test "a discriminator whose value names no form is no valid case" {
  jq -c '.spec.openapi = "3.0.3" | .request.body.content[].schema = {oneOf: [{"$ref": "#/$defs/C~0a1b2c3d4"}, {"$ref": "#/$defs/D"}],
      discriminator: {propertyName: "kind", mapping: {see: "#/$defs/C~0a1b2c3d4", far: "#/$defs/X"}}}
    | .["$defs"] = {"C~a1b2c3d4": {type: "object", required: ["name"]}, D: {type: "object", required: ["kind", "none"]}}' operation >told
  mv told operation
  judged '"test_type":"positive","body":{"name":"Bear","kind":"cat"},"status":201'
  check '.cases[0].test_type == "positive" and (.cases[1] | .test_type == "negative" and .status == 400
    and .violates == {in: "body", pointer: "", keyword: "oneOf"})'
  local kind
  for kind in C see far; do
    judged "\"test_type\":\"positive\",\"body\":{\"name\":\"Bear\",\"kind\":\"$kind\"},\"status\":201"
    check '.cases[1] | .test_type == "positive" and .checked'
  done
}

@test "401 is expected only where credentials are asked for" {
  judged '"test_type":"negative","body":{"name":"Bear"},"violates":{"in":"auth"},"status":401'
  check '.cases[1] | .violates == {in: "auth", keyword: "security"} and .checked and (has("headers") | not) and .status_in == ["4XX"]'
  jq -c '.security = []' operation >open && mv open operation
  judged '"test_type":"negative","body":{"name":"Bear"},"violates":{"in":"auth"},"status":401'
  check '.rejected | length == 1 and (.[0].reason | contains("asks for no credentials"))'
}

@test "numbers and priorities are ours, by the order of each type" {
  jq -nc '{cases: [range(10) | {case_id: "X", priority: "P2", name: "Toy \(.)", test_type: "positive", body: {name: "Toy \(.)"}, status: 201}]}' >case.txt
  provider_stop
  provider_start -s .
  answered case.txt
  check '.cases | map(.priority) == ["P0", "P0", "P0", "P1", "P1", "P1", "P1", "P2", "P2", "P2"]
    and .[9].case_id == "POST_TOYS-POS-010" and all(.module == "making")'
}

@test "what builtin derives is believed of a model too, word for word" {
  cc-call -p builtin --cases all <operation | jq -c '{cases}' >case.txt
  provider_stop
  provider_start -s .
  answered case.txt
  check '(has("rejected") | not) and (.cases | length > 20 and (map(has("remarks")) | any | not))'
  [ "$(jq -c '.cases[] | [.test_type, .violates, .status, .documented, .target, .body_text]' out)" = \
    "$(jq -c '.cases[] | [.test_type, .violates, .status, .documented, .target, .body_text]' case.txt)" ]
}
