# builtin: a table of constraints, each with the bodies just on it and just beyond, and one of techniques.
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
}

# record NUMBER SCHEMA: an operation whose body has that schema, as it is written: no number is read on the way.
record() {
  printf '{"id":"POST /%d","seq":%d,"slug":"post_%d","spec":{"title":"T","version":"1","openapi":"3.1.0","operations":1},' "$1" "$1" "$1"
  printf '"method":"POST","path":"/%d","base":"","request":{"parameters":[],"body":{"required":true,"content":{"application/json":' "$1"
  printf '{"schema":%s}}}},"responses":{"200":{"description":"ok"},"400":{"description":"no"}},"security":[],' "$2"
  printf '"$defs":{},"complexity":9,"hash":"xxh128:00000000000000000000000000000001"}\n'
}

# KEYWORD ~ POINTER ~ schema of the body ~ a body that is just allowed ~ one that breaks KEYWORD at POINTER, and no more.
table() {
  cat <<'END'
type ~~ {"type":"boolean"} ~ true ~ "not-a-boolean"
type ~~ {"type":"boolean"} ~ true ~ null
nullable ~~ {"type":["boolean","null"]} ~ null ~
required ~ /a ~ {"type":"object","required":["a","b"],"properties":{"a":{"const":1},"b":{"const":2}}} ~ {"a":1,"b":2} ~ {"b":2}
enum ~~ {"type":"string","enum":["a","b"]} ~ "b" ~ "not-an-allowed-value"
enum ~~ {"type":"integer","enum":[1,2]} ~ 2 ~ 987654
enum ~~ {"type":"boolean","enum":[true]} ~ true ~ false
enum ~~ {"type":"string","enum":["DE","FR"],"pattern":"^[A-Z]{2}$"} ~ "FR" ~ "BI"
enum ~~ {"type":"string","enum":["a","b"],"maxLength":3} ~ "b" ~ "sa1"
enum ~~ {"type":"integer","enum":[1,50],"minimum":1,"maximum":100} ~ 50 ~ 11
const ~~ {"type":"boolean","const":true} ~ true ~ false
const ~~ {"const":"a"} ~ "a" ~ "not-an-allowed-value"
format ~~ {"type":"string","format":"date"} ~ "2025-06-15" ~ "2025-13-45"
format ~~ {"type":"string","format":"uuid","minLength":36,"maxLength":36} ~ "3f2b8c1e-5d47-4a9b-9c0e-1a2b3c4d5e6f" ~ "not-a-uuidnot-a-uuidnot-a-uuidnot-a-"
format ~~ {"type":"string","format":"date-time","maxLength":20} ~ "2025-06-15T12:30:00Z" ~ "15 June 2025, half p"
format ~~ {"type":"integer","format":"int32"} ~ -2147483648 ~ -2147483649
format ~~ {"type":"integer","format":"int32"} ~ 2147483647 ~ 2147483648
format ~~ {"type":"integer","format":"int64"} ~ -9223372036854775808 ~ -9223372036854775809
format ~~ {"type":"integer","format":"int64"} ~ 9223372036854775807 ~ 9223372036854775808
maximum ~~ {"type":"integer","maximum":9007199254740993} ~ 9007199254740993 ~ 9007199254740994
format ~~ {"type":"string","format":"uri","pattern":"^https://"} ~ "https://example.com/resource" ~ "https://not a uri"
pattern ~~ {"type":"string","format":"uri","pattern":"^https://"} ~ "https://example.com/resource" ~ "ftp://example.com/resource"
pattern ~~ {"type":"string","pattern":"^a[0-9]$"} ~ "a7" ~ "!!!"
minimum ~~ {"type":"integer","minimum":3} ~ 3 ~ 2
maximum ~~ {"type":"number","maximum":1.10} ~ 1.10 ~ 1.11
exclusiveMinimum ~~ {"type":"integer","exclusiveMinimum":3} ~ 4 ~ 3
exclusiveMaximum ~~ {"type":"integer","exclusiveMaximum":3} ~ 2 ~ 3
multipleOf ~~ {"type":"integer","multipleOf":5} ~ 10 ~ 11
multipleOf ~~ {"type":"integer","minimum":0,"maximum":10,"multipleOf":10} ~ 10 ~ 9
multipleOf ~~ {"type":"number","minimum":0,"maximum":1,"multipleOf":1} ~ 1 ~ 0.99
minLength ~~ {"type":"string","minLength":2} ~ "ab" ~ "a"
maxLength ~~ {"type":"string","maxLength":2} ~ "ab" ~ "abc"
minItems ~~ {"type":"array","minItems":1,"items":{"const":1}} ~ [1] ~ []
maxItems ~~ {"type":"array","maxItems":2,"items":{"const":1}} ~ [1,1] ~ [1,1,1]
uniqueItems ~~ {"type":"array","minItems":2,"uniqueItems":true,"items":{"enum":[1,2]}} ~ [1,2] ~ [1,1]
contains ~~ {"type":"array","items":{"enum":[1,2]},"contains":{"const":2}} ~ [2] ~ [1]
contains ~~ {"type":"array","items":{"type":"integer"},"contains":{"minimum":10}} ~ [10] ~ [9]
minContains ~~ {"type":"array","items":{"enum":[1,2]},"contains":{"const":2},"minContains":2} ~ [2,2] ~ [2]
maxContains ~~ {"type":"array","items":{"enum":[1,2]},"contains":{"const":2},"maxContains":2} ~ [2,2] ~ [2,2,2]
maxContains ~~ {"type":"array","minItems":3,"items":{"enum":[1,2]},"contains":{"const":2},"minContains":0,"maxContains":1} ~ [2,1,1] ~ [2,2,1]
minProperties ~~ {"type":"object","minProperties":2,"additionalProperties":{"const":1}} ~ {"key":1,"key_2":1} ~ {"key":1}
maxProperties ~~ {"type":"object","maxProperties":1,"additionalProperties":{"const":1}} ~ {"key":1} ~ {"key":1,"key_2":1}
additionalProperties ~ /unexpected_property ~ {"type":"object","additionalProperties":false} ~ {} ~ {"unexpected_property":"unexpected"}
unevaluatedProperties ~ /unexpected_property ~ {"type":"object","unevaluatedProperties":false} ~ {} ~ {"unexpected_property":"unexpected"}
propertyNames ~~ {"type":"object","propertyNames":{"maxLength":2},"additionalProperties":{"const":1}} ~ {"ab":1} ~ {"abc":1}
propertyNames ~~ {"type":"object","propertyNames":{"enum":["a","b"]},"additionalProperties":{"const":1}} ~ {"b":1} ~ {"not-an-allowed-value":1}
propertyNames ~~ {"type":"object","propertyNames":{"pattern":"^[xy]$"},"minProperties":1,"additionalProperties":{"const":1}} ~ {"x":1} ~ {"x":1,"!!!":1}
maximum ~ /x-y ~ {"type":"object","patternProperties":{"^x-[y]$":{"type":"integer","maximum":5}}} ~ {"x-y":5} ~ {"x-y":6}
additionalProperties ~ /unexpected_property ~ {"type":"object","patternProperties":{"^x$":{"const":1}},"additionalProperties":false} ~ {"x":1} ~ {"unexpected_property":"unexpected"}
not ~~ {"type":"integer","not":{"minimum":10}} ~ 9 ~ 10
not ~~ {"type":"string","not":{"enum":["root","admin"]}} ~ "not-an-allowed-value" ~ "root"
not ~~ {"type":"string","not":{"pattern":"^a"}} ~ "!!!" ~ "a"
not ~~ {"type":"object","not":{"required":["a","b"]},"properties":{"a":{"const":1},"b":{"const":1}}} ~ {"b":1} ~ {"a":1,"b":1}
not ~~ {"type":"object","required":["a"],"not":{"properties":{"a":{"const":1}}},"properties":{"a":{"enum":[1,2]}}} ~ {"a":2} ~ {"a":1}
required ~ /n ~ {"type":"object","required":["k"],"properties":{"k":{"enum":[1,2]},"n":{"const":3}},"if":{"properties":{"k":{"const":1}}},"then":{"required":["n"]}} ~ {"k":1,"n":3} ~ {"k":1}
maximum ~ /n ~ {"type":"object","required":["k"],"properties":{"k":{"enum":[1,2]},"n":{"type":"integer"}},"if":{"properties":{"k":{"const":1}}},"then":true,"else":{"properties":{"n":{"maximum":7}}}} ~ {"k":2,"n":7} ~ {"k":2,"n":8}
maximum ~~ {"type":"integer","if":{"minimum":100},"then":{"maximum":200},"else":{"maximum":50}} ~ 200 ~ 201
maximum ~~ {"type":"integer","if":{"minimum":100},"then":{"maximum":200},"else":{"maximum":50}} ~ 50 ~ 51
dependentRequired ~ /b ~ {"type":"object","properties":{"a":{"const":1},"b":{"const":2}},"dependentRequired":{"a":["b"]}} ~ {"a":1,"b":2} ~ {"a":1}
required ~ /b ~ {"type":"object","properties":{"a":{"const":1},"b":{"const":2}},"dependentSchemas":{"a":{"required":["b"]}}} ~ {"a":1,"b":2} ~ {"a":1}
maxLength ~ /b ~ {"type":"object","properties":{"a":{"const":1},"b":{"type":"string"}},"dependentSchemas":{"a":{"properties":{"b":{"maxLength":1}}}}} ~ {"a":1,"b":"a"} ~ {"a":1,"b":"ab"}
readOnly ~ /a ~ {"type":"object","properties":{"a":{"const":1,"readOnly":true}}} ~ {} ~ {"a":1}
minimum ~~ {"oneOf":[{"type":"string","maxLength":1},{"type":"integer","minimum":5}]} ~ 5 ~ 4
maxLength ~~ {"oneOf":[{"type":"integer","minimum":5},{"type":"string","maxLength":1}]} ~ "a" ~ "ab"
minimum ~~ {"anyOf":[{"type":"boolean"},{"type":"integer","minimum":5}]} ~ 5 ~ 4
required ~ /a ~ {"allOf":[{"type":"object","required":["a"],"properties":{"a":{"const":1}}},{"type":"object"}]} ~ {"a":1} ~ {}
END
}

@test "each constraint: a body just on it, and one just beyond, proven" {
  local number=0 keyword pointer schema on out
  table | sed 's/ *~ */~/g' >rows
  while IFS='~' read -r keyword pointer schema on out; do
    record $((number += 1)) "$schema"
  done <rows | cc-call -p builtin --cases all >results
  [ "$(wc -l <results)" = "$(wc -l <rows)" ]
  # The cases in lines of text: number, ok or the broken pointer and keyword, body.
  jq -r '.seq as $n | .cases[] | select(.checked and .body_text) | [$n,
      (.violates | if . == null then "ok" else .in + " " + .pointer + " " + .keyword end), .body_text] | map(tostring) | join("~")' results >cases
  number=0
  while IFS='~' read -r keyword pointer schema on out; do
    : $((number += 1))
    grep -qxF "$number~ok~$on" cases || echo "$keyword of $schema: no $on"
    [ -z "$out" ] || grep -qxF "$number~body $pointer $keyword~$out" cases || echo "$keyword of $schema: $out does not break it"
  done <rows >missing
  cat missing
  [ ! -s missing ]
}

@test "each constraint: names in both languages, no two alike" {
  local number=0 keyword pointer schema on out lang
  table | sed 's/ *~ */~/g' >rows
  while IFS='~' read -r keyword pointer schema on out; do
    record $((number += 1)) "$schema"
  done <rows >records
  for lang in en zh; do
    cc-call -p builtin --cases all --lang $lang <records >$lang
    jq -es 'all(.cases | (map(.name) | unique | length) == length)' $lang >/dev/null || {
      jq -c '.cases | map(.name) | group_by(.)[] | select(length > 1)' $lang
      return 1
    }
    # Nothing is called by its place alone.
    jq -es 'all(.[].cases[]; .name | test(": ?$|：$|: [a-z]+$") | not)' $lang >/dev/null
  done
  jq -es 'all(.[].cases[]; .name + .description | test("[\u4e00-\u9fff]"))' zh >/dev/null
}

@test "each technique: on the operations that give cause for it" {
  local technique in condition
  { cc-split "$ROOT/examples/bookshop.yaml" | cc-call -p builtin --cases all
    cc-call -p builtin --cases all <"$FIXTURES/records/orders.ndjson"; } | jq -c '.cases[]' >cases
  while IFS='|' read -r technique in condition; do
    jq -es --arg technique "$technique" --arg in "$in" \
      "map(select(.technique == \$technique and (.violates.in // \"\") == \$in)) | length > 0 and all($condition)" cases >/dev/null ||
      echo "$technique $in: not all $condition"
  done <<'END' >wrong
happy_required||.status < 300 and .checked
happy_full||.status < 300
example||.status < 300 and .checked
default||.status < 300 and .checked
enum_value||.checked
alternative||.checked
boundary_in||.checked
boundary_out|body|.status == 400 or .status == 422
missing_required|body|.status == 400 or .status == 422
missing_required|query|.checked
missing_required|header|.checked
wrong_type|body|.violates.keyword == "type"
null_value|body|.checked
null_value||.body_text | contains("null")
enum_violation|body|.checked
format_violation|query|.violates.keyword == "format"
extra_property|body|.checked
unique_items|query|.violates.keyword == "uniqueItems"
read_only|body|.status_in == ["4XX", "2XX"]
auth_missing|auth|.status == 401 and .checked
auth_malformed|auth|.status == 401
media_type|media|.status == 415
method_not_allowed|method|.status == 405
malformed_body|body|(.body_text | try (fromjson | false) catch true)
unknown_resource|state|.status == 404 and (.preconditions | length) == 1
unicode||.status < 300 and .checked
empty_value||.status_in == ["2XX", "4XX"]
long_value||.status_in == ["2XX", "4XX"]
injection||.status_in == ["2XX", "4XX"]
pagination||.method == "GET"
idempotency||(.preconditions | length) == 1
END
  cat wrong
  [ ! -s wrong ]
}
