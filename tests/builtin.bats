# builtin: cases from the schemas alone, over records made by hand.
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  cc-call -p builtin --cases all <"$FIXTURES/records/orders.ndjson" >out
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

@test "builtin: no name twice in an operation, whatever the form it is about" {
  check '(map(.method + .path + .name) | unique | length) == length'
  cc-split "$ROOT/examples/bookshop.yaml" | cc-call -p builtin --cases all | jq -c '.cases[]' >cases
  check '(map(.path + (.case_id | split("-")[0]) + .name) | unique | length) == length'
  check 'any(.name == "Place an order: payment.due_days (InvoicePayment) is missing"
    or .name == "Place an order: payment (InvoicePayment) in another of its forms")'
}

@test "builtin: no request twice, no id twice" {
  check '(map([.method, .target, .headers, .cookies, .content_type, .body_text]) | unique | length) == length'
  check '(map(.case_id) | unique | length) == length'
}

@test "builtin: a body is what the case says, and its text the same" {
  check 'map(select(.content_type == "application/json" and .technique != "malformed_body")) | length > 0
    and all(.body == (.body_text | fromjson))'
  grep -qF '"big":9223372036854775808}' out
  grep -qF '\"big\":9223372036854775807}"' out
}

@test "builtin: the server's own members are not sent but where that is what the case is about" {
  check_of POST_ORDERS 'all((.technique == "read_only") == (.body | type == "object" and has("id")))'
  check_of POST_ORDERS '[.[] | select(.technique == "read_only") | .violates, .status_in]
    == [{in: "body", pointer: "/id", keyword: "readOnly"}, ["4XX", "2XX"]]'
}

@test "builtin: what each constraint gives" {
  check_of POST_ORDERS '[.[] | select(.technique == "missing_required") | .violates | .in + .pointer]
    | unique == ["body", "body/lines", "body/lines/0/quantity", "body/payment", "body/payment/kind",
                 "body/payment/token", "body/payment/vat", "body/sku", "header/X-Request-Id"]'
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
  check_of POST_ORDERS '[.[] | select(.checked | not) | .technique] == ["happy_full", "auth_malformed", "method_not_allowed"]'
  check_of POST_ORDERS 'all(.violates.keyword != "pattern")'
}

@test "builtin: status: the first that is documented, else its class and a flag" {
  local special='test("^(auth_|method_|media_|unknown_|read_only|empty_|injection|long_)")'
  check_of POST_ORDERS "map(select(.technique | $special | not))"' | length > 50 and
    all(if .violates then .status == 400 and .status_in == ["400", "422"] and .resp_schema == "#/$defs/Problem"
      else .status == 201 and .status_in == null and .resp_schema == "#/$defs/Order" end) and all(.documented)'
  check_of GET_SHOPS_SHOP_ID_ORDERS "map(select(.technique | $special | not))"' | length > 10 and
    all((.documented | not) and (if .violates then .status == 400 and .status_in == ["4XX"]
      else .status == 200 and .status_in == ["2XX"] end))'
  check_of PATCH_ORDERS_ID "map(select(.technique | $special | not))"' | length > 10 and
    all(.documented and .status_in == [if .violates then "4XX" else "2XX" end])'
}

@test "builtin: status: what a case is about says which" {
  check 'all(if .violates.in == "auth" then .status == 401 elif .violates.in == "method" then .status == 405
    elif .violates.in == "state" then .status == 404 elif .violates.in == "media" then .status == 415 else true end)'
  check_of POST_ORDERS '[.[] | select(.technique == "media_type" or .technique == "method_not_allowed")
    | [.status_in, .documented]] == [[["415", "400"], true], [["4XX"], false]]'
  check_of GET_SHOPS_SHOP_ID_ORDERS '[.[] | select(.technique == "unknown_resource") | .documented, .status_in] == [true, null]'
  check '[.[] | select(.technique | test("^(injection|long_value|empty_value)$"))]
    | length > 10 and all(.status < 300 and .status_in == ["2XX", "4XX"])'
}

@test "builtin: credentials are placeholders in place, and gone or wrong where the case is about them" {
  check_of POST_ORDERS 'all((.headers.Authorization == "Bearer ${AUTH_TOKEN}") != (.violates.in == "auth"))'
  check_of POST_ORDERS '[.[] | select(.violates.in == "auth") | [.technique, .headers.Authorization, .checked]]
    == [["auth_missing", null, true], ["auth_malformed", "malformed-credentials", true],
        ["auth_malformed", "Bearer not-a-valid-token", false]]'
  check_of GET_SHOPS_SHOP_ID_ORDERS 'all((.target | endswith("&api_key=${API_KEY}") or endswith("?api_key=${API_KEY}"))
    != (.violates.in == "auth"))'
  check_of GET_SHOPS_SHOP_ID_ORDERS '[.[] | select(.violates.in == "auth") | .target | split("&")[1]]
    == [null, "api_key=", "api_key=not-a-valid-key"]'
  # An empty alternative: nobody needs credentials.
  check_of PATCH_ORDERS_ID 'all((.technique | startswith("auth") | not) and .headers == null)'
}

@test "builtin: a body that breaks off, another media type, another method" {
  check_of POST_ORDERS '[.[] | select(.technique == "malformed_body") | has("body"), .content_type,
    (.body_text | try (fromjson | "json") catch "none"), .checked] == [false, "application/json", "none", true]'
  check_of POST_ORDERS '[.[] | select(.technique == "media_type") | .content_type, .violates.in] == ["application/xml", "media"]'
  check_of PATCH_ORDERS_ID '[.[] | select(.technique == "media_type") | .content_type] == ["text/plain"]'
  check 'all((.method == "TRACE") == (.technique == "method_not_allowed"))'
}

@test "builtin: members that ask for others, how many there are, exact numbers, patterns, constants" {
  jq -c 'select(.seq == 0) | .request.body.content |= {"application/json": {schema: {type: "object", properties: {
      map: {type: "object", minProperties: 2, maxProperties: 3, additionalProperties: {type: "integer"}},
      pay: {type: "object", dependentRequired: {card: ["name", "cvc"]}, properties: {
        card: {type: "string", pattern: "^(4|5)[0-9]{3}$"}, name: {type: "string"}, cvc: {type: "string"}}},
      step: {type: "number", multipleOf: 0.25}, tags: {type: "array", uniqueItems: true, items: {type: "string"}},
      kind: {const: "x"}, open: {additionalProperties: {type: "string", maxLength: 3}}, any: {anyOf: [{type: "boolean"}, {type: "integer", minimum: 123456789}]}}}}}' \
    "$FIXTURES/records/orders.ndjson" | sed 's/123456789/9007199254740993/' |
    cc-call -p builtin --cases all | jq -c '.cases[]' >cases
  check '[.[] | select(.violates.in == "body" and .checked and .violates.keyword != "type") | .violates
      | .pointer + " " + (.keyword // "")] | unique == [" ", " required", "/any minimum", "/kind const", "/map maxProperties",
      "/map minProperties", "/open/key maxLength", "/pay/card pattern", "/pay/cvc dependentRequired", "/pay/name dependentRequired",
      "/step multipleOf", "/tags uniqueItems"]'
  check 'any(.technique == "happy_full" and .checked and (.body | length) == 7 and (.body.map | length) == 2 and (.body.pay | length) == 3)'
  check '[.[] | select(.violates.keyword == "dependentRequired") | .body.pay | keys] | sort == [["card", "cvc"], ["card", "name"]]'
  check '[.[] | select(.technique == "dependency" and .violates == null) | .body.pay | keys] == [["card", "cvc", "name"]]'
  check '[.[] | select(.violates.pointer == "/map" and .violates.keyword != "type") | .body.map | length] | sort == [1, 4]'
  check '[.[] | select(.technique == "boundary_in") | .body.map // empty | length] | sort == [2, 3]'
  grep -q '"body_text":"{\\"any\\":9007199254740992}"' cases
}

@test "builtin: a required object of the query is there by a member, though none has to be" {
  local style schema
  # An object that no member can stand for is not there, and no request is valid.
  for schema in '{type: "object", properties: {a: {type: "integer"}, b: {type: "string"}}}=a=10 true' \
    '{type: "object", additionalProperties: {type: "integer"}}=key=10 true' '{type: "object"}=key=sample true' \
    '{type: "object", additionalProperties: false}='; do
    for style in form deepObject; do
      jq -c --arg style "$style" 'select(.seq == 1) | .request.parameters |= map(select(.in == "path")) + [
          {name: "f", in: "query", required: true, style: $style, explode: true, schema: '"${schema%%=*}"'}]' \
        "$FIXTURES/records/orders.ndjson" | cc-call -p builtin --cases all | jq -c '.cases[]' >cases
      jq -r 'select(.technique == "happy_required") | "\(.target | split("?")[1] // "" | split("&") | map(select(contains("api_key") | not))
        | join("&") | gsub("%5B|%5D"; "") | ltrimstr("f")) \(.checked)"' cases >sent
      [ "$(cat sent)" = "${schema#*=}" ] || { echo "$style $schema: $(cat sent)"; return 1; }
    done
  done
}

@test "builtin: another media type breaks nothing else, or is not checked" {
  # No valid body is found: of all that are made, none has the length.
  jq -c 'select(.seq == 0) | .request.body.content |= {"application/json": {schema: {type: "object", required: ["a"],
      properties: {a: {type: "string", format: "email", maxLength: 5, minLength: 5, pattern: "^(?=b)a"}}}}}' \
    "$FIXTURES/records/orders.ndjson" | cc-call -p builtin --cases all | jq -c '.cases[]' >cases
  check '[.[] | select(.technique == "media_type") | .checked] | . == [] or . == [false]'
  check 'all(.technique != "happy_required" and .technique != "happy_full")'
}

@test "builtin: a discriminator's member names a form in all that is to be taken" {
  local mapping kinds
  while IFS='~' read -r mapping kinds; do
    jq -c --argjson mapping "$mapping" '.request.body = {required: true, content: {"application/json": {schema:
        {oneOf: [{"$ref": "#/$defs/C"}, {"$ref": "#/$defs/D"}], discriminator: ({propertyName: "kind"} + $mapping)}}}}
      | .["$defs"] += {C: {type: "object", required: ["kind", "x"], properties: {kind: {type: "string"}, x: {type: "integer"}}},
          D: {type: "object", required: ["kind", "y"], properties: {kind: {type: "string", minLength: 1, maxLength: 9}, y: {type: "string"}}}}' \
      <(head -n 1 "$FIXTURES/records/orders.ndjson") | cc-call -p builtin --cases all | jq -c '.cases[]' >cases
    check "map(select(.technique == \"happy_required\" or .technique == \"alternative\") | .body.kind) == $kinds"
    check "all(.violates or (.body.kind | IN(${kinds}[], null)))"
    check 'map(select(.technique == "unicode") | .body | has("x")) | unique == [false]'
    check 'map(select(.violates.keyword == "discriminator") | [.technique, .checked, .violates.in, .violates.pointer, .body.kind]) | unique
      == [["enum_violation", true, "body", "/kind", "not-an-allowed-value"]]'
  done <<'END'
{}~["C","D"]
{"mapping": {"c": "#/$defs/C", "d": "#/$defs/D"}}~["c","d"]
END
}

@test "builtin: what lies in its own like is there once with all fields" {
  jq -c '.request.body = {required: true, content: {"application/json": {schema: {"$ref": "#/$defs/N"}}}}
    | .["$defs"] += {N: {type: "object", required: ["v"], properties: {v: {type: "integer"},
        left: {"$ref": "#/$defs/N"}, kids: {type: "array", items: {"$ref": "#/$defs/N"}}}}}' \
    <(head -n 1 "$FIXTURES/records/orders.ndjson") | cc-call -p builtin --cases all | jq -c '.cases[]' >cases
  check 'map(select(.technique | startswith("happy")) | .body)
    == [{v: 10}, {v: 10, left: {v: 10}, kids: [{v: 10}]}]'
}

@test "builtin: null where it may be, lists of nothing, texts that are hard to take" {
  check_of POST_ORDERS '[.[] | select(.technique == "null_value" and .violates == null) | .body.born] == [null]'
  check_of GET_SHOPS_SHOP_ID_ORDERS '[.[] | select(.technique == "unicode") | .query_params.q // empty | length] == [13]'
  check 'all(.technique != "unicode" or ((.headers // {}) | del(.Authorization, .["X-Request-Id"]) == {}))'
}

@test "builtin: null is no form of what travels as text" {
  jq -c 'select(.seq == 1) | .request.parameters |= map(select(.in == "path")) + [
      {name: "a", in: "query", schema: {anyOf: [{type: "integer"}, {type: "null"}]}},
      {name: "b", in: "query", schema: {oneOf: [{type: "null"}, {type: "array", items: {anyOf: [{type: "integer"}, {type: "null"}]}}]}},
      {name: "c", in: "query", schema: {anyOf: [{type: "string", maxLength: 9}, {type: "integer"}, {type: "null"}]}}]
    | .spec.openapi = "3.1.0"' "$FIXTURES/records/orders.ndjson" | cc-call -p builtin --cases all | jq -c '.cases[]' >cases
  check 'any(.technique == "happy_full") and any(.technique == "alternative" and .query_params.c == 10)'
  check 'all(.target | test("null") | not)'
}

@test "builtin: the same key twice, and pages" {
  cc-split "$ROOT/examples/bookshop.yaml" | cc-call -p builtin --cases all | jq -c '.cases[]' >cases
  check '[.[] | select(.technique == "idempotency") | .method + " " + .path]
    == ["PUT /customers/me", "POST /orders"]'
  check '[.[] | select(.technique == "idempotency") | .preconditions | length] == [1, 1]'
  check 'any(.technique == "pagination" and .query_params.page == 1000000)'
}

@test "builtin: --lang zh: names and descriptions in Chinese, the same requests" {
  cc-call -p builtin --cases all --lang zh <"$FIXTURES/records/orders.ndjson" | jq -c '.cases[]' >chinese
  jq -c 'del(.name, .description, .preconditions)' cases >same
  jq -c 'del(.name, .description, .preconditions)' chinese | cmp - same
  jq -es 'all(.name, .description | test("[\u4e00-\u9fff]"))' chinese
  jq -es 'all(.description | test("must|Send") | not)' chinese
  jq -es 'any(.name == "Create an order.：sku 短于最小长度 3" or .name == "Create an order：sku 短于最小长度 3")' chinese
}

@test "builtin: Chinese sentences of a Chinese description, as one would write them" {
  jq -n '{openapi: "3.0.3", info: {title: "图书", version: "1"}, paths: {"/books": {post: {
    summary: "新增图书。编号不能重复。", responses: {"201": {description: "已创建"}, "400": {description: "错误"}},
    requestBody: {required: true, content: {"application/json": {schema: {type: "object", properties: {"书名": {type: "string"}}}}}}}}}}' >spec.json
  cc-split spec.json | cc-call -p builtin --cases all --lang zh | jq -c '.cases[]' >chinese
  jq -es '[.[].name | select(test("请求体"))][:2] == ["新增图书：缺少必填的请求体", "新增图书：请求体的类型错误（\"not-an-object\"）"]' chinese
  jq -es 'any(.name == "新增图书：书名 的类型错误（12345）")' chinese
  jq -es 'all(.name + .description | test("[\u3002-\u9fff] 请求体|请求体 [\u3002-\u9fff]|。：") | not)' chinese
}

@test "builtin: parameters travel in their style, encoded once" {
  check_of GET_SHOPS_SHOP_ID_ORDERS '.[1].target == "/shops/a%2Fb%20c/orders?limit=10&state=new&q=sample&tags=sample&api_key=${API_KEY}"
    and .[1].cookies == {sid: "sample"}'
  # A text in the place of a list is a list of one: no wrong type.
  check_of GET_SHOPS_SHOP_ID_ORDERS 'all(.target | contains("not-an-array") | not)'
  check_of PATCH_ORDERS_ID '[.[] | select(.technique == "happy_full") | .content_type, .body_text]
    == ["application/x-www-form-urlencoded", "note=sampl&rank=10"]'
  check_of PATCH_ORDERS_ID '[.[] | select(.violates.keyword == "exclusiveMinimum") | .body_text] == ["rank=0"]'
}

@test "builtin: a bound that no value reaches has no case beyond it" {
  cc-split - <<'END' | cc-call -p builtin --cases all | jq -c '.cases[]' >cases
openapi: 3.1.0
info: {title: T, version: "1"}
paths:
  /bounds:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              maxProperties: 9223372036854775807
              properties:
                list: {type: array, items: {type: integer}, maxItems: 9223372036854775807,
                       contains: {const: 1}, maxContains: 9223372036854775807}
                text: {type: string, maxLength: 9223372036854775807}
      responses: {"200": {description: ok}}
END
  check 'length > 5 and all(.violates.keyword // "" | startswith("max") | not)'
}

@test "builtin: styles, content and encoding, from the description to what is sent" {
  local rgb='schema: {type: object, required: [r, g], properties: {r: {type: integer, enum: [10]}, g: {type: integer, enum: [20]}}}'
  local list='schema: {type: array, items: {type: integer, enum: [1, 2]}, minItems: 2, uniqueItems: true}'
  local text='schema: {type: string, enum: ["12"]}'
  cc-split - <<END | cc-call -p builtin --cases all >out
openapi: 3.0.3
info: {title: T, version: "1"}
paths:
  /styles/{label}/{matrix}:
    get:
      parameters:
        - {name: label, in: path, required: true, style: label, explode: true, $list}
        - {name: matrix, in: path, required: true, style: matrix, explode: true, $rgb}
        - {name: X-Flat, in: header, required: true, $rgb}
        - {name: X-Pairs, in: header, required: true, explode: true, $rgb}
        - {name: X-Json, in: header, required: true, content: {application/json: {$text}}}
        - {name: flat, in: cookie, required: true, explode: false, $rgb}
        - {name: rgb, in: cookie, required: true, $rgb}
        - {name: json, in: query, required: true, content: {application/json: {$text}}}
        - {name: text, in: query, required: true, content: {text/plain: {$text}}}
      responses: {"200": {description: ok}}
  /form:
    post:
      requestBody: {required: true, content: {application/x-www-form-urlencoded: {
        schema: {type: object, required: [json, usual, deep, pipes], properties: {json: {${text#*\{}, usual: {${rgb#*\{}, deep: {${rgb#*\{}, pipes: {${list#*\{}}},
        encoding: {json: {contentType: application/json}, deep: {style: deepObject, explode: true}, pipes: {style: pipeDelimited}}}}}
      responses: {"200": {description: ok}}
  /parts:
    post:
      requestBody: {required: true, content: {multipart/form-data: {
        schema: {type: object, required: [file, json], properties: {file: {type: string, format: binary}, json: {${text#*\{}}},
        encoding: {file: {contentType: "image/png, image/jpeg"}, json: {contentType: application/json}}}}}
      responses: {"200": {description: ok}}
END
  jq -es '.[0].cases[0] | .target == "/styles/.1.2/;r=10;g=20?json=%2212%22&text=12"
    and .headers == {"X-Flat": "r,10,g,20", "X-Pairs": "r=10,g=20", "X-Json": "\"12\""}
    and .cookies == {flat: "r,10,g,20", r: "10", g: "20"}' out
  jq -es '.[1].cases[0].body_text == "json=%2212%22&usual=%7B%22r%22%3A10%2C%22g%22%3A20%7D&deep%5Br%5D=10&deep%5Bg%5D=20&pipes=1%7C2"' out
  jq -es '.[2].cases[0].body_text | contains("name=\"file\"; filename=\"file\"\r\nContent-Type: image/png\r\n")
    and contains("name=\"json\"\r\nContent-Type: application/json\r\n\r\n\"12\"\r\n")' out
  # What travels as text is no wrong type, nor null; what travels as JSON is.
  jq -es '[.[0].cases[] | select(.violates.keyword == "type" and .violates.in == "query") | .violates.pointer]
    == ["/json", "/json"]' out
}

@test "builtin: priorities, modules and types" {
  check 'all(.priority == (if .technique | test("^happy|^auth_missing$") then "P0"
    elif .technique | test("^(missing_required|wrong_type|auth_malformed)$") then "P1" else "P2" end))'
  check 'all(.module == (if .path | startswith("/shops") then "shops" else "orders" end))'
  check 'all(.test_type == (if .technique | startswith("boundary") then "boundary" elif .violates then "negative" else "positive" end))'
}

@test "builtin: --cases takes the most useful first" {
  cc-call -p builtin --cases 3 <"$FIXTURES/records/orders.ndjson" >few
  jq -es 'all(.cases | length == 3) and ([.[0].cases[].technique] == ["happy_required", "happy_full", "auth_missing"])' few
}

@test "builtin: --cases auto, the default: as many as a model is asked for, of many kinds, all of them among all" {
  local operation want
  cc-split "$ROOT/examples/bookshop.yaml" >in
  cc-call -p builtin <in >few
  cc-call -p builtin --cases auto <in | jq -c .cases | cmp - <(jq -c .cases few)
  cc-call -p builtin --cases all <in >many
  while IFS=: read -r operation want; do
    jq -es --arg id "$operation" "any(.id == \$id and (.cases | length) == $want)" few >/dev/null || {
      echo "$operation: not $want"
      return 1
    }
  done <<'END'
POST /orders:20
PATCH /books/{bookId}:18
PUT /customers/me:18
GET /books:13
GET /orders/{orderId}:11
GET /categories:8
END
  jq -es 'map(select(.id == "POST /orders") | .cases | map(.technique) | unique | length >= 12) == [true]' few
  jq -es 'map(select(.id == "POST /orders") | .cases | map(.test_type) | unique) == [["boundary", "negative", "positive"]]' few
  jq -r '.cases[].name' many | sort >names
  [ "$(jq -r '.cases[].name' few | sort | comm -23 - names | wc -l)" = 0 ]
}

@test "builtin: no schema of the descriptions we know is too much for it" {
  need_shared specs
  local spec
  for spec in kubernetes-2.0.json stripe-3.0.json openai-3.1.yaml; do
    cc-split "$SHARED/specs/$spec" 2>/dev/null | cc-call -p builtin --cases 200 >big
    jq -es 'all((.cases | length) > 0 and (.cases | length) <= 200)' big >/dev/null
    jq -es '[.[].cases[] | select(.target | gsub("\\$\\{API_KEY\\}"; "") | test("[{}]"))] == []' big >/dev/null
  done
}
