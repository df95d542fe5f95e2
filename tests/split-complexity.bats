#!/usr/bin/env bats
# cc-split: the complexity of an operation.
load helper
load split

# body SCHEMA: an operation whose body has that schema; body SCHEMA yes: and is required.
body() {
  echo "{requestBody: {${2:+required: true, }content: {application/json: {schema: $1}}}}"
}

# fields N: an object schema with so many members.
fields() {
  local i text=
  for ((i = 0; i < $1; i++)); do
    text+="f$i: {type: string}, "
  done
  echo "{type: object, properties: {${text%, }}}"
}

# forty: an object that nests forty fields, ten in each of four objects.
forty() {
  local ten
  ten=$(fields 10)
  echo "{type: object, properties: {a: $ten, b: $ten, c: $ten, d: $ten}}"
}

# rows: reads "NAME | METHOD | OPERATION [| OPERATION]" lines and writes a description of them: /NAME for the
# first operation, /NAME/more for the second.
rows() {
  local name method first second
  printf '%s\n' 'openapi: 3.1.0' 'paths:'
  while IFS='|' read -r name method first second; do
    name=${name// /}
    printf '  /%s: {%s: %s}\n' "$name" "${method// /}" "$first"
    [ -z "$second" ] || printf '  /%s/more: {%s: %s}\n' "$name" "${method// /}" "$second"
  done
  cat <<'REST'
components:
  securitySchemes: {key: {type: apiKey, in: header, name: K}, login: {type: http, scheme: basic}}
  schemas:
    Pet: {type: object, properties: {name: {type: string}, age: {type: integer}}}
    Big: {type: object, properties: {pet: {$ref: '#/components/schemas/Pet'}, more: {$ref: '#/components/schemas/Big'}}}
    Ring: {properties: {next: {$ref: '#/components/schemas/Ting'}}}
    Ting: {properties: {next: {$ref: '#/components/schemas/Ring'}}}
REST
}

@test "what holds more to test has a higher complexity" {
  local plain='{type: object, properties: {a: {type: string}, b: {type: integer}}}'
  local pet="{\$ref: '#/components/schemas/Pet'}" big="{\$ref: '#/components/schemas/Big'}"
  local key='{name: k, in: header}'
  rows >spec.yaml <<TABLE
nested      | post | $(body "$(fields 2)") | $(body "$(forty)")
flat        | post | $(body "$(fields 2)") | $(body "$(fields 40)")
deep        | post | $(body "{type: object, properties: {a: {type: string}}}") | $(body '{properties: {a: {properties: {b: {properties: {c: {properties: {d: {}}}}}}}}}')
shared      | post | $(body "$pet") | $(body "$big")
constrained | post | $(body "$plain") | $(body '{type: object, properties: {a: {type: string, minLength: 3, pattern: "^a"}, b: {type: integer, maximum: 9}}}')
required    | post | $(body "$plain") | $(body '{type: object, required: [a], properties: {a: {type: string}, b: {type: integer}}}')
closed      | post | $(body "$plain") | $(body '{type: object, additionalProperties: false, properties: {a: {type: string}, b: {type: integer}}}')
enumerated  | get  | {parameters: [{name: q, in: query, schema: {type: string}}]} | {parameters: [{name: q, in: query, schema: {enum: [x, y]}}]}
branches    | post | $(body '{oneOf: [{type: string}]}') | $(body '{oneOf: [{type: string}, {type: integer}, {type: boolean}, {type: number}, {type: array}]}')
pets        | post | $(body "{anyOf: [$pet]}") | $(body "{anyOf: [$pet, {type: string}]}")
array       | post | $(body "$plain") | $(body "{type: array, items: $plain}")
arrays      | post | $(body "{type: object, properties: {a: {type: string}}}") | $(body '{type: object, properties: {a: {type: array, items: {type: string}}}}')
objects     | post | $(body '{type: object, properties: {a: {type: array, items: {type: string}}}}') | $(body "{type: object, properties: {a: {type: array, items: $plain}}}")
map         | post | $(body '{type: object}') | $(body '{type: object, additionalProperties: {type: string}}')
optional    | post | $(body "$plain") | $(body "$plain" yes)
secured     | get  | {} | {security: [{key: []}]}
open        | get  | {security: []} | {security: [{}, {key: []}]}
both        | get  | {security: [{key: []}]} | {security: [{key: [], login: []}]}
either      | get  | {security: [{key: []}]} | {security: [{key: []}, {login: []}]}
errors      | get  | {responses: {200: {}}} | {responses: {200: {}, 404: {}, default: {}}}
query       | get  | {} | {parameters: [{name: q, in: query}]}
queries     | get  | {parameters: [{name: q, in: query}]} | {parameters: [{name: q, in: query}, {name: r, in: query}]}
credential  | get  | {parameters: [$key]} | {parameters: [{name: x-API-key, in: header}]}
cookie      | get  | {} | {parameters: [{name: c, in: cookie}]}
path        | get  | {} | {parameters: [{name: p, in: path, required: true}]}
TABLE
  split 0 spec.yaml
  check 'map({key: .path, value: .complexity}) | from_entries as $c | [$c | keys[] | select(endswith("/more") | not)]
    | length == 25 and all($c[. + "/more"] > $c[.])' ||
    { jq -r '"\(.path) \(.complexity)"' out; return 1; }
  check 'map({key: .path, value: .complexity}) | from_entries | .["/nested/more"] >= .["/nested"] + 5'
}

@test "the complexity of small operations" {
  local pet="{\$ref: '#/components/schemas/Pet'}" ring="{\$ref: '#/components/schemas/Ring'}"
  local two='{type: object, properties: {a: {type: string}, b: {type: string}}}'
  local big='{properties: {a: {}, b: {}, c: {}, d: {}}}'
  rows >spec.yaml <<TABLE
get_1    | get    | {}
head_1   | head   | {}
delete_2 | delete | {}
post_3   | post   | {}
put_3    | put    | {}
patch_3  | patch  | {}
path_3   | get    | {parameters: [{name: a, in: path}, {name: b, in: path}]}
seven_4  | get    | {parameters: [{name: a, in: query}, {name: b, in: query}, {name: c, in: query}, {name: d, in: cookie}, {name: e, in: header}, {name: f, in: header}, {name: g, in: header}]}
eight_5  | get    | {parameters: [{name: a, in: query}, {name: b, in: query}, {name: c, in: query}, {name: d, in: cookie}, {name: e, in: header}, {name: f, in: header}, {name: AUTHORIZATION, in: header}]}
body_5   | post   | {requestBody: {required: true}}
two_5    | post   | $(body "$two")
pet_5    | post   | $(body "$pet")
twice_6  | post   | {parameters: [{name: a, in: query, schema: $pet}], requestBody: {content: {application/json: {schema: $pet}}}}
ring_7   | post   | $(body "$ring")
types_6  | post   | {requestBody: {content: {a/a: {schema: $big}, a/b: {schema: $two}, a/c: {schema: $big}}}}
mixed_7  | post   | {requestBody: {content: {a/a: {schema: {enum: [1], minimum: 1, maximum: 2, const: 1}}, a/b: {schema: $two}}}}
apart_4  | post   | $(body "{properties: {a: {}}, \$defs: {X: $big}}")
used_8   | post   | $(body "{properties: {a: {\$ref: '#/paths/~1apart_4/post/requestBody/content/application~1json/schema/\$defs/X'}}}")
off_3    | post   | $(body '{exclusiveMinimum: false, uniqueItems: false, additionalProperties: true, type: string, default: 1, description: D}')
on_4     | post   | $(body '{exclusiveMinimum: 1, uniqueItems: true, items: false}')
rest_4   | post   | $(body '{unevaluatedProperties: false}')
more_4   | post   | $(body '{unevaluatedProperties: {}}')
four_5   | post   | $(body '{exclusiveMinimum: 1, uniqueItems: true, items: false, const: false}')
names_4  | post   | $(body '{required: [a, b, c]}')
called_5 | post   | $(body '{properties: {minimum: {}, enum: {}}}')
data_3   | post   | $(body '{example: {minimum: 1, properties: {a: {}}}, x-a: {oneOf: [{}, {}]}}')
text_4   | post   | $(body '{enum: [{properties: {a: {}}, minimum: 1}]}')
answer_1 | get    | {responses: {200: {content: {a/b: {schema: $big}}}}}
empty_1  | get    | {responses: {}}
three_3  | get    | {responses: {200: {}, 4XX: {}, default: {}, x-note: {}}}
TABLE
  split 0 spec.yaml
  [ "$(wc -l <out)" -eq 30 ]
  jq -r 'select((.path | split("_")[1] | tonumber) != .complexity) | "\(.path) has \(.complexity)"' out >wrong
  diff /dev/null wrong
}

@test "the example and the lists of cc-record(5) are what is counted" {
  local page=$ROOT/man/cc-record.5 code=$ROOT/cmd/cc-split/shape/grammar.c
  sed -n '/^\.Ss Complexity/,/^\.Ss Input/p' "$page" >section
  awk '/^openapi: / { on = 1 } /^\.Ed/ { on = 0 } on' section >spec.yaml
  split 0 spec.yaml
  shape 'map(.complexity)' '[19]'
  grep -q '^The complexity of this operation is 19:$' section
  # The points of its table.
  awk '/^\.It "?of what/ { on = 1; next } /^\.El/ { on = 0 } on { sum += $NF; rows++ } END { print rows, sum }' section >points
  [ "$(cat points)" = "10 19" ]
  grep -oE '\{GRAMMAR_SCHEMA, "[^"]+", .*HOLDING_CONSTRAINT\}' "$code" | cut -d'"' -f2 | sort >code
  [ "$(wc -l <code)" -ge 20 ]
  sed -n '/^A constraint is each$/,/^\.Ed/p' section | sed '1,2d;/^\./d' | tr ' ' '\n' | sort | diff code -
  grep -oE '\{GRAMMAR_SCHEMA, "[^"]+", .*HOLDING_ITEMS\}' "$code" | cut -d'"' -f2 | sort >code
  sed -n '/^the halvings of the nesting/,/^\.Pc/p' section | grep '^\.Va .*I\?[a-z]*tems\|^\.Va .*Properties' |
    sed 's/^\.Va //; s/ ,/\n/g' | tr -d ' ' | grep . | sort | diff code -
}

@test "counted again from the record alone, it is the same" {
  local spec
  for spec in "$fixture"/*.yaml "$ROOT/examples/bookshop.yaml"; do
    cc-split "$spec"
  done >records 2>err
  jq -c -f "$fixture/complexity.jq" records >both
  [ "$(wc -l <both)" -ge 70 ]
  check 'all(.[0] == .[1])' both
}

@test "counted again from the records of known descriptions, it is the same" {
  need_shared specs
  local spec
  for spec in museum-3.1.yaml petstore-2.0.json petstore-3.0.yaml openai-3.1.yaml; do
    split 0 "$specs/$spec" --max-bytes 8000000
    jq -c -f "$fixture/complexity.jq" out
  done >both
  [ "$(wc -l <both)" -ge 330 ]
  check 'all(.[0] == .[1])' both
}

@test "Swagger and its twin, JSON and YAML, have the same complexity" {
  split 0 "$fixture/twin-2.0.yaml"
  mv out two
  split 0 "$fixture/twin-3.0.yaml"
  same complexity '[.id, .complexity]' two out
  document 'swagger: "2.0"' '
  /form: {post: {consumes: [multipart/form-data, application/x-www-form-urlencoded], parameters: [
    {name: a, in: formData, type: string, required: true, maxLength: 3},
    {name: b, in: formData, type: file},
    {name: c, in: formData, type: array, uniqueItems: true, items: {type: string, enum: [x]}}]}}
  /body: {post: {consumes: [a/b, a/c], parameters: [{name: b, in: body, schema: {required: [x], properties: {x: {type: string}}}}]}}'
  split 0 spec.yaml
  mv out two
  jq -c -f "$fixture/complexity.jq" two >both
  check 'map(.[1]) == [10, 5] and all(.[0] == .[1])' both
  document 'openapi: 3.0.0' '
  /form: {post: {requestBody: {required: true, content: {multipart/form-data: {schema: {type: object, required: [a], properties: {
    a: {type: string, maxLength: 3}, b: {type: string, format: binary},
    c: {type: array, uniqueItems: true, items: {type: string, enum: [x]}}}}}}}}}
  /body: {post: {requestBody: {content: {a/b: {schema: {required: [x], properties: {x: {type: string}}}}}}}}'
  split 0 spec.yaml
  same complexity '[.id, .complexity]' two out
}

@test "it does not depend on the order of members, nor on how text is escaped" {
  cat >spec.json <<'JSON'
{"openapi": "3.1.0", "paths": {"/a": {"post": {"security": [{"k": []}],
  "parameters": [{"name": "q", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 9}}],
  "requestBody": {"content": {"a/a": {"schema": {"$ref": "#/components/schemas/A"}},
    "a/b": {"schema": {"properties": {"x": {"oneOf": [{}, {}]}, "y": {}}}}, "a/c": {"schema": {"enum": [1], "items": {}}}}},
  "responses": {"200": {}, "404": {}}}}},
 "components": {"securitySchemes": {"k": {"type": "http", "scheme": "basic"}},
  "schemas": {"A": {"properties": {"b": {"$ref": "#/components/schemas/B"}}},
   "B": {"properties": {"a": {"$ref": "#/components/schemas/A"}, "c": {"type": "string", "pattern": "x"}}}}}}
JSON
  jq 'walk(if type == "object" then to_entries | reverse | from_entries else . end)' spec.json >turned.json
  sed 's/"minimum"/"\\u006dinimum"/; s/"properties"/"propert\\u0069es"/g; s/"in"/"\\u0069n"/' spec.json >escaped.json
  split 0 spec.json
  jq .complexity out >score
  [ "$(cat score)" -eq 15 ]
  local other
  for other in turned escaped; do
    split 0 $other.json
    jq .complexity out | diff score -
  done
}

@test "it does not depend on which file a part stands in" {
  mkdir parts
  cat >whole.yaml <<'YAML'
openapi: 3.0.0
paths:
  /a:
    post:
      parameters: [{name: q, in: query, schema: {type: string, maxLength: 3}}]
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses: {200: {description: D}, 404: {description: D}}
components: {schemas: {Pet: {required: [name], properties: {name: {type: string}, friends: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}}}
YAML
  cat >split.yaml <<'YAML'
openapi: 3.0.0
paths: {/a: {$ref: parts/path.yaml}}
YAML
  cat >parts/path.yaml <<'YAML'
post:
  parameters: [{$ref: limit.yaml}]
  requestBody: {$ref: 'body.yaml#/body'}
  responses: {200: {$ref: 'body.yaml#/answer'}, 404: {$ref: 'body.yaml#/answer'}}
YAML
  echo '{name: q, in: query, schema: {$ref: length.yaml}}' >parts/limit.yaml
  echo '{type: string, maxLength: 3}' >parts/length.yaml
  echo '{body: {required: true, content: {$ref: content.yaml}}, answer: {description: D}}' >parts/body.yaml
  echo '{application/json: {schema: {$ref: link.yaml}}}' >parts/content.yaml
  echo '{$ref: Pet.yaml}' >parts/link.yaml
  echo '{required: [name], properties: {name: {type: string}, friends: {type: array, items: {$ref: link.yaml}}}}' >parts/Pet.yaml
  split 0 whole.yaml
  shape 'map(.complexity)' '[11]'
  split 0 split.yaml
  [ ! -s err ]
  shape 'map(.complexity)' '[11]'
}

@test "it does not depend on filters, nor on what a record has room for" {
  split 0 "$ROOT/examples/bookshop.yaml"
  jq -c '[.id, .complexity]' out | sort >all
  split 0 "$ROOT/examples/bookshop.yaml" --max-bytes 1024
  check 'any(has("cut"))'
  jq -c '[.id, .complexity]' out | sort | diff all -
  split 0 "$ROOT/examples/bookshop.yaml" --include-method POST
  [ "$(wc -l <out)" -ge 2 ]
  jq -c '[.id, .complexity]' out | sort | comm -13 all - | diff /dev/null -
}

@test "known descriptions: the same with and without room, in part and as a whole" {
  need_shared specs
  local spec
  for spec in kubernetes-2.0.json openai-3.1.yaml; do
    split 0 "$specs/$spec"
    jq -c '[.id, .complexity]' out | sort >all
    split 0 "$specs/$spec" --max-bytes 2048
    jq -c '[.id, .complexity]' out | sort | diff all -
    split 0 "$specs/$spec" --include-method DELETE,PUT
    [ "$(wc -l <out)" -ge 30 ]
    jq -c '[.id, .complexity]' out | sort | comm -13 all - | diff /dev/null -
  done
}

@test "hundreds of schemas, and schemas that reach each other, stay within a small number" {
  { printf '%s\n' 'openapi: 3.0.0' 'paths: {/a: {post: {requestBody: {content: {a/b: {schema: {$ref: "#/components/schemas/S0"}}}}}}}' 'components:' '  schemas:'
    for i in $(seq 0 499); do
      echo "    S$i: {properties: {a: {\$ref: '#/components/schemas/S$(((i + 1) % 500))'}, b: {\$ref: '#/components/schemas/S$((i * 7 % 500))'}, c: {type: string, maxLength: 9}}}"
    done
  } >spec.yaml
  # 3, 1500 fields: 11, nesting 998: 10, 500 constraints: 5
  split 0 spec.yaml
  shape 'map(.complexity)' '[29]'
}

@test "no level holds more than 60 % of the operations of known descriptions" {
  need_shared specs
  local spec
  for spec in "$specs"/*.json "$specs"/*.yaml; do
    timeout 30 cc-split "$spec" 2>/dev/null | jq -r --arg name "${spec##*/}" '"\($name) \(.complexity)"'
  done >scores
  [ "$(wc -l <scores)" -ge 3000 ]
  awk '{ level = $2 <= 5 ? 1 : $2 <= 10 ? 2 : 3; n[$1]++; of[$1, level]++; n["all"]++; of["all", level]++ }
    END { for (name in n) if (n[name] > 100) print name, n[name], of[name, 1] + 0, of[name, 2] + 0, of[name, 3] + 0 }' scores |
    sort >levels
  [ "$(wc -l <levels)" -eq 5 ]
  awk '{ for (i = 3; i <= 5; i++) if ($i > 0.6 * $2) { print; bad = 1 } } END { exit bad }' levels
  # They are those of cc-assign(1).
  awk '{ sub(/-.*/, "", $1); line = $1 " " $2; for (i = 3; i <= 5; i++) line = line sprintf(" %d (%.0f %%)", $i, 100 * $i / $2); print line }' levels |
    sort >counted
  sed -n '/^\.Sh COMPLEXITY/,/^\.Sh EXIT/s/^\.It \([a-z]* Ta [0-9]* Ta .*\)/\1/p' "$ROOT/man/cc-assign.1" | sed 's/ Ta / /g' | sort | diff counted -
}
