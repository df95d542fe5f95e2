# cc-call's prompt: whatever a schema asks for stands in it, alone and beside anything else.
# shellcheck disable=SC2016 # the dollars are jq's
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
}

# asked RECORDS: out has {record, text}, the record with what is asked about it.
asked() {
  cc-call -p glm --dry-run <"$1" >dry 2>err
  jq -c --slurpfile records "$1" -n '[inputs] as $dry | $dry | to_entries[]
    | {record: $records[.key], text: .value.request.messages[1].content}' dry >out
}

@test "each keyword that is checked stands in the text, alone and beside any other part" {
  cat >rows.json <<'END'
{
  "$dynamicRef": [["#n", "$dynamicRef=\"#n\""]],
  "$recursiveRef": [["#", "$recursiveRef=\"#\""]],
  "$ref": [["#/$defs/Base~01f", "Base~1f"]],
  "additionalItems": [[false, "additionalItems=false"]],
  "additionalProperties": [[false, "} closed"], [{"type": "boolean"}, "*: boolean"]],
  "allOf": [[[{"type": "boolean"}, {"$ref": "#/$defs/C"}], "(boolean & C)"]],
  "anyOf": [[[{"required": ["q"]}, {"$ref": "#/$defs/C"}], "any of ({q: any} | C)"]],
  "const": [["q", "\"q\""], [null, "null"], [{"q": [1.50]}, "{\"q\":[1.5"]],
  "contains": [[{"const": 7}, "contains={\"const\":7}"]],
  "dependencies": [[{"q": ["r"]}, "dependencies={\"q\":[\"r\"]}"]],
  "dependentRequired": [[{"q": ["r"]}, "dependentRequired={\"q\":[\"r\"]}"]],
  "dependentSchemas": [[{"q": {"$ref": "#/$defs/C"}}, "dependentSchemas={\"q\":{\"$ref\":\"#/$defs/C\"}}"]],
  "enum": [[["q"], "\"q\""], [[7, null, "q"], "7|null|\"q\""]],
  "exclusiveMaximum": [[7, "(..<7)"]],
  "exclusiveMinimum": [[7, "(>7..)"]],
  "format": [["uuid", "uuid"]],
  "if": [[{"required": ["q"]}, "if={\"required\":[\"q\"]}"]],
  "items": [[{"type": "boolean"}, "[boolean]"], [false, "[never]"], [[{"const": 7}], "items=[{\"const\":7}]"]],
  "maxItems": [[7, "](..7)"]],
  "maxLength": [[7, "(..7)"]],
  "maxProperties": [[7, "}(..7)"]],
  "maximum": [[7, "(..7)"], [-7.25, "(..-7.25)"]],
  "minItems": [[7, "](7..)"], [0, "](0..)"]],
  "minLength": [[7, "(7..)"]],
  "minProperties": [[7, "}(7..)"]],
  "minimum": [[7, "(7..)"], [0, "(0..)"]],
  "multipleOf": [[0.5, " step 0.5"]],
  "not": [[{"$ref": "#/$defs/C"}, "not={\"$ref\":\"#/$defs/C\"}"]],
  "oneOf": [[[{"minItems": 7}, {"$ref": "#/$defs/C"}], "one of ([](7..) | C)"]],
  "pattern": [["^q/\"$", " /^q/\"$/"]],
  "patternProperties": [[{"^q": {"const": 7}}, "patternProperties={\"^q\":{\"const\":7}}"]],
  "prefixItems": [[[{"const": 7}], "prefixItems=[{\"const\":7}]"]],
  "properties": [[{"q": {"type": "boolean"}}, "q?: boolean"]],
  "propertyNames": [[{"maxLength": 7}, "propertyNames={\"maxLength\":7}"]],
  "required": [[["q", "r s"], "q: any"], [["r s"], "\"r s\": any"]],
  "type": [["integer", "integer"], [["array", "boolean"], "[]|boolean"]],
  "unevaluatedItems": [[false, "unevaluatedItems=false"]],
  "unevaluatedProperties": [[false, "unevaluatedProperties=false"]],
  "uniqueItems": [[true, " unique"]]
}
END
  # All that are checked have a row.
  sed -n 's/^        {"\([^"]*\)", schema_.*/\1/p' "$ROOT/lib/schema/keyword.c" | jq -R . | jq -es --slurpfile rows rows.json '
    length > 30 and . == ($rows[0] | keys)'
  # What stands beside each of them, and what of that is to be seen.
  jq -c '[{}, "any"], [{"$ref": "#/$defs/A"}, "A"], [{oneOf: [{"$ref": "#/$defs/A"}, {"$ref": "#/$defs/B"}]}, "one of (A | B)"],
    [{anyOf: [{"$ref": "#/$defs/A"}, {"$ref": "#/$defs/B"}]}, "any of (A | B)"], [{allOf: [{"$ref": "#/$defs/A"}, {"$ref": "#/$defs/B"}]}, "(A & B)"],
    [{not: {"$ref": "#/$defs/A"}}, "not={\"$ref\":\"#/$defs/A\"}"], [{enum: ["x", "y"]}, "\"x\"|\"y\""],
    [{type: ["null", "object", "array", "number", "string"]}, "null|{"],
    [{properties: {z: {}}, required: ["z"]}, "z: any"]' -n >beside
  jq -c --slurpfile beside beside '. as $rows | keys[] as $k | $rows[$k][] as [$value, $words] | $beside[] as [$other, $seen]
    | ["3.0.3", "3.1.0"][] as $version
    | select(($other | has($k) | not) and ($k != "type" or ($other | has("properties") | not)) and ($version != "3.0.3" or ($k != "$ref" and ($other | has("$ref") | not)) or $other == {}))
    | {id: "\($k) \($value) beside \($other), \($version)", method: "POST", path: "/x", spec: {openapi: $version}, words: [$words, $seen],
       request: {body: {required: true, content: {"application/json": {schema: ($other + {($k): $value})}}}}, "$defs": {A: {}, B: {}, C: {}, "Base~1f": {}}}
    | if $other == {} or ($other | has("type")) and ($k == "const" or $k == "enum") then .words |= .[:1] else . end' rows.json >records
  [ "$(wc -l <records)" -gt 600 ]
  asked records
  jq -r '. as {$text} | .record | .words[] as $words | select($text | contains($words) | not)
    | "\(.id): no \($words) in \($text | split("\n")[2:-1] | join(" "))"' out >lost
  head -n 20 lost
  [ ! -s lost ]
}

@test "each limit, value, pattern and name that a real request asks for stands in the text" {
  cat >asks.jq <<'END'
# A schema and those below it; nothing counts beside a reference of the older dialect.
def counted($older): if $older and has("$ref") then {"$ref"} else . end;
def below: (.properties, .patternProperties, .dependentSchemas | objects | .[]),
  (.items, .additionalProperties, .not, .if, .then, .else, .contains, .propertyNames, .unevaluatedItems, .unevaluatedProperties),
  (.allOf, .anyOf, .oneOf, .prefixItems | arrays | .[]);
def all($older): objects | counted($older) | ., (below | all($older));
def names($older): [all($older)["$ref"] | strings | ltrimstr("#/$defs/") | gsub("~1"; "/") | gsub("~0"; "~")] | unique;
def reached($defs; $older): . as $names | (($names + [$defs[$names[]] | names($older)[]]) | unique)
  | if length == ($names | length) then . else reached($defs; $older) end;
def roots: .request | (.parameters[]? | .schema, (.content | objects | to_entries[:1][].value.schema)), (.body.content | objects | .[].schema) | objects;
# What they ask for: [keyword, value, texts of which one must be there].
def limit($keyword; f): select(has($keyword)) | .[$keyword] | select(type != "boolean") | [$keyword, ., (tojson | [f])];
def asks: limit("minimum", "minLength", "minItems", "minProperties", "exclusiveMinimum"; "(\(.)..", "(>\(.)..", "(>\(.) &", " & \(.).."),
  limit("maximum", "maxLength", "maxItems", "maxProperties", "exclusiveMaximum"; "..\(.))", "..<\(.))", "..<\(.) &", " & \(.))"),
  limit("multipleOf"; " step \(.)"), limit("const"; .), (.enum | arrays | .[:100][] | ["enum", ., [tojson]]),
  (.pattern | strings | ["pattern", ., ["/\(.)/"]]), (.format | strings | ["format", ., ["<\(.)>"]]),
  (.required | arrays | .[] | ["required", ., ["\(.): ", "\(tojson): "]]),
  (.properties | objects | keys[] | ["properties", ., ["\(.): ", "\(.)?: ", "\(tojson): ", "\(tojson)?: "]]),
  (select(.additionalProperties == false) | ["additionalProperties", false, ["} closed"]]),
  (.discriminator.propertyName? | strings | ["discriminator", ., [" by \(.)"]]);
.text as $text | .record.id as $id | .record | ."$defs" as $defs | (.spec.openapi | test("^(2|3\\.0)")) as $older
  | ([roots | names($older)[]] | unique | reached($defs; $older)) as $names
  | [roots, ($defs[$names[]] | objects) | all($older) | asks] | unique[] as [$keyword, $value, $words]
  # Too large for jq to write as it stands in the description.
  | select($value | type != "number" or (fabs < 1e15 and . == floor))
  # Or in what goes out as JSON.
  | ($words + ["\($keyword)=\($value | tojson)", "\"\($keyword)\":\($value | tojson)"]) as $words
  | ([$text | scan("\\b\($keyword)=\\[[^]]*\\]")] | any(.[]; contains($value | tojson))) as $listed
  | {$id, $keyword, $value, lost: ($listed or any($words[]; . as $one | $text | contains($one)) | not)}
END
  # Of the large ones not each record; EACH=1: all of them.
  local each
  for spec in "$ROOT/examples/bookshop.yaml" "$SHARED"/specs/{github-3.0.json,stripe-3.0.json,kubernetes-2.0.json,openai-3.1.yaml,museum-3.1.yaml,petstore-3.0.yaml,petstore-separate/spec/swagger.yaml}; do
    [ -e "$spec" ] || continue
    case $spec in *github* | *stripe* | *kube*) each=${EACH-16} ;; *openai*) each=${EACH-6} ;; *) each=1 ;; esac
    cc-split --allow-outside "$spec" 2>split.err | awk -v each="$each" 'NR % each == each - 1' >records
    asked records
    jq -c -f asks.jq out >asks
    echo "$spec: $(wc -l <records) records, $(wc -l <asks) constraints"
    [ "$(wc -l <asks)" -ge 10 ]
    jq -c 'select(.lost)' asks >lost
    head -n 20 lost
    [ ! -s lost ]
  done
}
