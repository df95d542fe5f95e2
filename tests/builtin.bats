# builtin: cases from the schemas alone, over records made by hand.
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  cc-call -p builtin <"$FIXTURES/records/orders.ndjson" >out
  jq -c '.cases[]' out >cases
}

# check FILTER: the filter is true of the list of all cases.
check() {
  jq -es "$1" cases >/dev/null || { jq -r .name cases; return 1; }
}

# check_of OPERATION FILTER: the same of the cases of one operation, by the prefix of their ids.
check_of() {
  check "map(select(.case_id | startswith(\"$1-\"))) | $2"
}

@test "builtin: members are those of the schema, the required ones there, none empty" {
  local schema="$ROOT/share/casecraft/case.schema.json"
  jq -n --slurpfile schema "$schema" '[inputs] | $schema[0] as $s
    | map((keys - ($s.properties | keys)) + ($s.required - keys)) | add | length' cases >wrong
  [ "$(cat wrong)" = 0 ]
  jq -n --slurpfile schema "$schema" '[inputs] | $schema[0].properties.technique.enum as $known
    | map(.technique) - $known | length' cases >wrong
  [ "$(cat wrong)" = 0 ]
  check 'all(del(.body, .body_text) | [.[] | select(. == null or . == "" or . == {} or . == [])] == [])'
}

@test "builtin: no request twice, no id twice" {
  check '(map([.method, .target, .headers, .cookies, .content_type, .body_text]) | unique | length) == length'
  check '(map(.case_id) | unique | length) == length'
}

@test "builtin: a body is what the case says, and its text the same" {
  check 'map(select(.content_type == "application/json")) | length > 0
    and all(.body == (.body_text | fromjson))'
  grep -qF '"big":9223372036854775808}' out
  grep -qF '\"big\":9223372036854775807}"' out
}

@test "builtin: the server's own members are never sent" {
  check_of POST_ORDERS 'all(.body | type != "object" or has("id") == false)'
}

@test "builtin: what each constraint gives" {
  check_of POST_ORDERS '[.[] | select(.technique == "missing_required") | .violates | .in + .pointer]
    | sort == ["body", "body/lines", "body/lines/0/quantity", "body/payment", "body/payment/kind",
               "body/payment/token", "body/sku", "header/X-Request-Id"]'
  check_of POST_ORDERS '[.[] | select(.violates.pointer == "/sku" or .name == "Create an order: sku at its minimum length of 3"
      or .name == "Create an order: sku at its maximum length of 12") | [.technique, .body.sku // ""]] | sort
    == [["boundary_in", "abc"], ["boundary_in", "abcdefghijkl"], ["boundary_out", "ab"],
        ["boundary_out", "abcdefghijklm"], ["missing_required", ""], ["null_value", ""], ["wrong_type", 12345]]'
  check_of POST_ORDERS '[.[] | select(.technique == "boundary_out" and .violates.pointer == "/lines") | .body.lines | length] == [0, 4]'
  check_of POST_ORDERS '[.[] | select(.technique | startswith("enum")) | .body.state] == ["not-an-allowed-value", "new", "paid"]'
  check_of POST_ORDERS 'any(.technique == "alternative" and .body.payment == {"kind": "invoice", "vat": 10})'
  check_of POST_ORDERS 'any(.technique == "extra_property" and .violates.keyword == "additionalProperties")'
}

@test "builtin: checked is what was proven: not a pattern that is not read" {
  check_of POST_ORDERS '[.[] | select(.checked | not) | .technique] == ["happy_full"]'
  check_of POST_ORDERS 'all(.violates.keyword != "pattern")'
}

@test "builtin: status: the first that is documented, else its class and a flag" {
  check_of POST_ORDERS 'all(if .technique == "auth_missing" then .status == 401 and .status_in == null
    elif .violates then .status == 400 and .status_in == ["400", "422"] and .resp_schema == "#/$defs/Problem"
    else .status == 201 and .resp_schema == "#/$defs/Order" end) and all(.documented)'
  check_of GET_SHOPS_SHOP_ID_ORDERS 'all(if .technique == "unknown_resource" then .status == 404 and .documented
    elif .violates.in == "auth" then .status == 401 and .status_in == ["4XX"] and (.documented | not)
    elif .violates then .status == 400 and .status_in == ["4XX"] and (.documented | not)
    else .status == 200 and .status_in == ["2XX"] and (.documented | not) end)'
  check_of PATCH_ORDERS_ID 'all(.documented and .status_in == [if .violates then "4XX" else "2XX" end])'
}

@test "builtin: credentials are placeholders in place, and gone where they are missing" {
  check_of POST_ORDERS 'all((.headers.Authorization == "Bearer ${AUTH_TOKEN}") != (.technique == "auth_missing"))'
  check_of GET_SHOPS_SHOP_ID_ORDERS 'all((.target | endswith("&api_key=${API_KEY}") or endswith("?api_key=${API_KEY}"))
    != (.technique == "auth_missing"))'
  # An empty alternative: nobody needs credentials.
  check_of PATCH_ORDERS_ID 'all(.technique != "auth_missing" and .headers == null)'
}

@test "builtin: parameters travel in their style, encoded once" {
  check_of GET_SHOPS_SHOP_ID_ORDERS '.[1].target == "/shops/a%2Fb%20c/orders?limit=10&state=new&q=sample&tags=sample&api_key=${API_KEY}"
    and .[1].cookies == {sid: "sample"}'
  # A text in the place of a list is a list of one: no wrong type where any text will do.
  check_of GET_SHOPS_SHOP_ID_ORDERS '[.[] | select(.target | contains("not-an-array")) | .violates.pointer] == ["/state"]'
  check_of PATCH_ORDERS_ID '[.[] | select(.technique == "happy_full") | .content_type, .body_text]
    == ["application/x-www-form-urlencoded", "note=sampl&rank=10"]'
  check_of PATCH_ORDERS_ID '[.[] | select(.violates.keyword == "exclusiveMinimum") | .body_text] == ["rank=0"]'
}

@test "builtin: priorities, modules and types" {
  check 'all(.priority == (if .technique | test("^happy|^auth_missing$") then "P0"
    elif .technique == "missing_required" or .technique == "wrong_type" then "P1" else "P2" end))'
  check 'all(.module == (if .path | startswith("/shops") then "shops" else "orders" end))'
  check 'all(.test_type == (if .technique | startswith("boundary") then "boundary" elif .violates then "negative" else "positive" end))'
}

@test "builtin: --cases takes the most useful first" {
  cc-call -p builtin --cases 3 <"$FIXTURES/records/orders.ndjson" >few
  jq -es 'all(.cases | length == 3) and ([.[0].cases[].technique] == ["happy_required", "happy_full", "auth_missing"])' few
}

@test "builtin: no schema of the descriptions we know is too much for it" {
  need_shared specs
  local spec
  for spec in kubernetes-2.0.json stripe-3.0.json openai-3.1.yaml; do
    cc-split "$SHARED/specs/$spec" 2>/dev/null | cc-call -p builtin >big
    jq -es 'all((.cases | length) > 0 and (.cases | length) <= 200)' big >/dev/null
    jq -es '[.[].cases[] | select(.target | gsub("\\$\\{API_KEY\\}"; "") | test("[{}]"))] == []' big >/dev/null
  done
}
