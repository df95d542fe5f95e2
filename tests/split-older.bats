# cc-split: what the Python tool of the same purpose lost or misread, each with what is right.
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
}

# split CODE SPEC [OPTION...]: the records are in `out`, the messages in `err`.
split() {
  local want=$1 spec=$2 got=0
  shift 2
  timeout 30 cc-split "$@" "$spec" >out 2>err </dev/null || got=$?
  [ "$got" -eq "$want" ] || { echo "cc-split $* $spec: exit code $got, not $want"; cat err; return 1; }
}

# document TYPE PATHS [REST]: a small description in YAML, in `spec.yaml`; TYPE is the line of its version.
document() {
  printf '%s\ninfo: {title: T, version: "1"}\npaths:\n%s\n%s\n' "$1" "$2" "${3:-}" >spec.yaml
}

# shape FILTER VALUE: the filter gives this of the records, as one line of JSON.
shape() {
  local got
  got=$(jq -cs "$1" out)
  [ "$got" = "$2" ] || { printf 'of %s\ncame %s\nnot  %s\n' "$1" "$got" "$2"; return 1; }
}

# silent: no message.
silent() {
  [ ! -s err ] || { cat err; return 1; }
}

# warned LINE...: these lines are on stderr, each once.
warned() {
  local line
  for line; do
    [ "$(grep -cxF "cc-split: warning: $line" err)" -eq 1 ] || { echo "no warning: $line"; cat err; return 1; }
  done
}

@test "parameters of the path count" {
  document 'openapi: 3.0.0' '
  /a/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}, {name: q, in: query, schema: {type: string}}]
    get: {parameters: [{name: q, in: query, schema: {type: boolean}}]}'
  split 0 spec.yaml
  silent
  shape '.[0].request.parameters | map([.in, .name, .schema.type])' '[["path","id","integer"],["query","q","boolean"]]'
}

@test "a path item that is a reference has its operations and parameters" {
  document 'openapi: 3.0.0' '
  /a: {$ref: "#/x-items/Shared"}' 'x-items: {Shared: {parameters: [{name: q, in: query, schema: {}}], get: {}, put: {}}}'
  split 0 spec.yaml
  silent
  shape 'map([.id, .request.parameters[0].name])' '[["GET /a","q"],["PUT /a","q"]]'
}

@test "servers of a path and of an operation go before those of all, variables at their defaults" {
  document 'openapi: 3.0.0' '
  /a: {get: {}}
  /b: {servers: [{url: /path}], get: {}, put: {servers: [{url: "https://operation"}]}}' '
servers: [{url: "https://{region}.example.com:{port}/{base}", variables: {region: {default: eu, enum: [eu, us]}, port: {default: "8443"}, base: {default: v2}}}]'
  split 0 spec.yaml
  silent
  shape 'map(.base)' '["https://eu.example.com:8443/v2","/path","https://operation"]'
}

@test "statuses that are numbers in YAML are statuses, and no operation vanishes" {
  document 'openapi: 3.0.0' '
  /a: {get: {responses: {200: {description: Yes}, 404: {description: No}, 5XX: {description: Oh}, default: {description: Else}}}}'
  split 0 spec.yaml
  silent
  shape '.[0].responses | map_values(.description)' '{"200":"Yes","404":"No","5XX":"Oh","default":"Else"}'
}

@test "schemas of 3.1: lists of types, const, \$defs, numbers as exclusive bounds" {
  local schema='{"type":["string","null"],"const":"x","exclusiveMinimum":3,"examples":[1],"$defs":{"D":{"type":"null"}}}'
  document 'openapi: 3.1.0' "
  /a: {get: {parameters: [{name: q, in: query, schema: $schema}]}}"
  split 0 spec.yaml
  silent
  shape '.[0].request.parameters[0].schema' "$schema"
}

@test "3.1: webhooks, components.pathItems, and a description without paths" {
  printf '%s\n' 'openapi: 3.1.0' 'info: {title: T, version: "1"}' 'jsonSchemaDialect: https://example.com/dialect' \
    'webhooks: {new: {$ref: "#/components/pathItems/New"}}' 'components: {pathItems: {New: {post: {responses: {202: {description: Fine}}}}}}' >spec.yaml
  split 0 spec.yaml --webhooks
  silent
  shape 'map([.id, .responses["202"].description])' '[["webhook new POST","Fine"]]'
}

@test "no operation vanishes because of what stands in it" {
  local member seen=0
  while read -r member; do
    document 'openapi: 3.0.0' "  /a: {get: {$member}, put: {}}"
    split 0 spec.yaml
    shape 'map(.id)' '["GET /a","PUT /a"]' || { echo "with $member"; return 1; }
    seen=$((seen + 1))
  done <<'END'
summary: 12
description: [a]
tags: text
operationId: 2020-01-01
deprecated: maybe
parameters: {a: 1}
parameters: [1, null, {}]
parameters: [{name: 1, in: query}]
requestBody: text
requestBody: {content: []}
responses: [1]
responses: {200: null}
responses: {200: {content: {a/b: {schema: {type: {}}}}}}
security: none
security: [1, {k: 2}]
servers: {url: x}
servers: [1]
END
  [ "$seen" -eq 17 ]
}

@test "references of schemas are followed: in bodies, responses, parameters, headers, items and combinations" {
  local place seen=0
  while read -r place; do
    document 'openapi: 3.1.0' "
  /a: {post: {$place}}" 'components: {schemas: {S: {$ref: "#/components/schemas/T"}, T: {maximum: 7}}}'
    split 0 spec.yaml
    silent
    shape '.[0]."$defs"' '{"S":{"$ref":"#/$defs/T"},"T":{"maximum":7}}' || { echo "at $place"; return 1; }
    shape '[.[0] | .request, .responses | .. | ."$ref"? // empty]' '["#/$defs/S"]' || { echo "at $place"; return 1; }
    seen=$((seen + 1))
  done <<'END'
requestBody: {content: {a/b: {schema: {$ref: "#/components/schemas/S"}}}}
responses: {200: {content: {a/b: {schema: {$ref: "#/components/schemas/S"}}}}}
responses: {200: {headers: {H: {schema: {$ref: "#/components/schemas/S"}}}}}
parameters: [{name: q, in: query, schema: {$ref: "#/components/schemas/S"}}]
parameters: [{name: q, in: query, content: {a/b: {schema: {$ref: "#/components/schemas/S"}}}}]
requestBody: {content: {a/b: {schema: {items: {$ref: "#/components/schemas/S"}}}}}
requestBody: {content: {a/b: {schema: {properties: {p: {$ref: "#/components/schemas/S"}}}}}}
requestBody: {content: {a/b: {schema: {additionalProperties: {$ref: "#/components/schemas/S"}}}}}
requestBody: {content: {a/b: {schema: {allOf: [{$ref: "#/components/schemas/S"}]}}}}
requestBody: {content: {a/b: {schema: {oneOf: [{$ref: "#/components/schemas/S"}]}}}}
requestBody: {content: {a/b: {schema: {anyOf: [{$ref: "#/components/schemas/S"}]}}}}
requestBody: {content: {a/b: {schema: {not: {$ref: "#/components/schemas/S"}}}}}
END
  [ "$seen" -eq 12 ]
}

@test "a discriminator's mapping leads into the record, by reference" {
  document 'openapi: 3.0.0' '
  /a: {post: {requestBody: {content: {a/b: {schema: {oneOf: [{$ref: "#/components/schemas/Cat"}],
    discriminator: {propertyName: kind, mapping: {cat: "#/components/schemas/Cat", dog: "#/components/schemas/Dog"}}}}}}}}' '
components: {schemas: {Cat: {type: object}, Dog: {type: object}}}'
  split 0 spec.yaml
  silent
  shape '.[0] | [.request.body.content[].schema.discriminator.mapping, (."$defs" | keys)]' \
    '[{"cat":"#/$defs/Cat","dog":"#/$defs/Dog"},["Cat","Dog"]]'
}

@test "cycles of schemas are finite" {
  document 'openapi: 3.0.0' '
  /a: {post: {requestBody: {content: {a/b: {schema: {$ref: "#/components/schemas/Node"}}}}}}' '
components: {schemas: {Node: {properties: {next: {$ref: "#/components/schemas/Node"}}}}}'
  split 0 spec.yaml
  silent
  shape '.[0]."$defs"' '{"Node":{"properties":{"next":{"$ref":"#/$defs/Node"}}}}'
}

@test "pointers are decoded: ~0, ~1, %xx, and in this order" {
  local name pointer seen=0
  while IFS='|' read -r name pointer; do
    jq -nc --arg name "$name" --arg pointer "#/components/responses/$pointer" '{openapi: "3.0.0", info: {title: "T", version: "1"},
      paths: {"/a": {get: {responses: {"200": {"$ref": $pointer}}}}}, components: {responses: {($name): {description: "Here"}}}}' >spec.json
    split 0 spec.json
    silent
    shape '.[0].responses["200"].description' '"Here"' || { echo "by $pointer"; return 1; }
    seen=$((seen + 1))
  done <<'END'
a/b|a~1b
a~b|a~0b
~1|~01
/|~1
a b|a%20b
{id}|%7Bid%7D
100%|100%25
größe|gr%C3%B6%C3%9Fe
größe|größe
a/b|a%7E1b
END
  [ "$seen" -eq 10 ]
}

@test "references that lead to references are followed: parameters, bodies, responses, examples" {
  document 'openapi: 3.0.0' '
  /a:
    post:
      parameters: [{$ref: "#/components/parameters/A"}]
      requestBody: {$ref: "#/components/requestBodies/A"}
      responses: {200: {$ref: "#/components/responses/A"}}' '
components:
  parameters: {A: {$ref: "#/components/parameters/B"}, B: {$ref: "#/components/parameters/C"}, C: {name: q, in: query, schema: {type: string}}}
  requestBodies: {A: {$ref: "#/components/requestBodies/B"}, B: {required: true, content: {a/b: {examples: {e: {$ref: "#/components/examples/A"}}}}}}
  responses: {A: {$ref: "#/components/responses/B"}, B: {description: Here}}
  examples: {A: {$ref: "#/components/examples/B"}, B: {value: 5}}'
  split 0 spec.yaml
  silent
  shape '.[0] | [.request.parameters[0].name, .request.body.required, .request.body.content[].examples.e.value, .responses["200"].description]' \
    '["q",true,5,"Here"]'
}

@test "a reference that leads nowhere is told with its place" {
  document 'openapi: 3.0.0' '
  /a: {get: {parameters: [{$ref: "#/components/parameters/Gone"}], responses: {200: {$ref: "#/components/responses/Gone"}}}}'
  split 0 spec.yaml
  shape 'map(.id)' '["GET /a"]'
  warned 'spec.yaml: #/paths/~1a/get/parameters/0/$ref: the reference #/components/parameters/Gone leads nowhere in this document' \
    'spec.yaml: #/paths/~1a/get/responses/200/$ref: the reference #/components/responses/Gone leads nowhere in this document'
}

@test "objects in a path item that are no method are no operations, and told" {
  document 'openapi: 3.0.0' '
  /a: {foo: {responses: {}}, GET: {responses: {}}, x-more: {get: {}}, servers: [{url: /}], summary: S, description: D, get: {}}'
  split 0 spec.yaml
  shape 'map(.id)' '["GET /a"]'
  [ "$(wc -l <err)" -eq 2 ]
  warned 'spec.yaml: #/paths/~1a/foo: this is no method, and is passed over' \
    'spec.yaml: #/paths/~1a/GET: this is no method, and is passed over'
}

@test "trace is a method, through to the cases" {
  document 'openapi: 3.0.0' '  /a: {trace: {responses: {200: {description: D}}}}'
  split 0 spec.yaml
  silent
  shape 'map([.id, .method])' '[["TRACE /a","TRACE"]]'
  run -0 bash -c 'set -o pipefail; cc-assign -p builtin <out | cc-call | jq -r ".cases[0].method"'
  [ "$output" = TRACE ]
}

@test "Swagger: a body by reference is a body, and counts" {
  local body='{name: b, in: body, required: true, schema: {$ref: "#/definitions/D"}}'
  document 'swagger: "2.0"' "
  /none: {post: {}}
  /own: {post: {parameters: [$body]}}
  /shared: {post: {parameters: [{\$ref: '#/parameters/B'}]}}" "
parameters: {B: $body}
definitions: {D: {type: object, properties: {e: {\$ref: '#/definitions/E'}}}, E: {type: string}}"
  split 0 spec.yaml
  silent
  shape '.[1:] | map([.request, ."$defs", .complexity]) | unique' \
    '[[{"parameters":[],"body":{"required":true,"content":{"application/json":{"schema":{"$ref":"#/$defs/D"}}}}},{"D":{"type":"object","properties":{"e":{"$ref":"#/$defs/E"}}},"E":{"type":"string"}},6]]'
  shape '.[0].complexity' 3
}

@test "Swagger: consumes and produces, of the operation or of all" {
  document 'swagger: "2.0"' '
  /all: {post: {parameters: [{name: b, in: body, schema: {}}], responses: {200: {description: D, schema: {}}}}}
  /own: {post: {consumes: [text/plain, text/plain], produces: [image/png, text/csv, image/png], parameters: [{name: b, in: body, schema: {}}], responses: {200: {description: D, schema: {}}}}}' '
consumes: [application/xml]
produces: [application/hal+json]'
  split 0 spec.yaml
  silent
  shape 'map([(.request.body.content | keys), (.responses["200"].content | keys)])' \
    '[[["application/xml"],["application/hal+json"]],[["text/plain"],["image/png","text/csv"]]]'
  # Each once, where a list has it twice.
  [ "$(grep -o '"text/plain":' out | wc -l)" -eq 1 ]
  [ "$(grep -o '"image/png":' out | wc -l)" -eq 1 ]
}

@test "Swagger: form fields are a body, with their limits" {
  document 'swagger: "2.0"' '
  /a: {post: {consumes: [application/x-www-form-urlencoded], parameters: [{name: n, in: formData, type: integer, minimum: 1, required: true}, {name: s, in: formData, type: string, pattern: x}]}}
  /b: {post: {consumes: [multipart/form-data], parameters: [{name: f, in: formData, type: file}]}}'
  split 0 spec.yaml
  silent
  shape 'map(.request.parameters)' '[[],[]]'
  shape '.[0].request.body' '{"required":true,"content":{"application/x-www-form-urlencoded":{"schema":{"type":"object","properties":{"n":{"type":"integer","minimum":1},"s":{"type":"string","pattern":"x"}},"required":["n"]}}}}'
  shape '.[1].request.body' '{"content":{"multipart/form-data":{"schema":{"type":"object","properties":{"f":{"type":"string","format":"binary"}}}}}}'
}

@test "Swagger: each collectionFormat, in each place, is a style" {
  local in format list='type: array, items: {type: string}' parameters=
  for in in path query header formData; do
    for format in csv ssv tsv pipes multi; do
      parameters+="{name: $format, in: $in, required: true, collectionFormat: $format, $list}, "
    done
    parameters+="{name: none, in: $in, required: true, $list}, {name: text, in: $in, required: true, type: string}, "
  done
  document 'swagger: "2.0"' "
  /{csv}/{ssv}/{tsv}/{pipes}/{multi}/{none}/{text}: {post: {parameters: [${parameters%, }]}}"
  split 0 spec.yaml
  silent
  shape '.[0].request.parameters | map({key: "\(.in) \(.name)", value: [.style, .explode]} | select(.value != [null, null])) | from_entries' \
    '{"path ssv":["spaceDelimited",false],"path tsv":["tabDelimited",false],"path pipes":["pipeDelimited",false],"query csv":["form",false],"query ssv":["spaceDelimited",false],"query tsv":["tabDelimited",false],"query pipes":["pipeDelimited",false],"query none":["form",false],"header ssv":["spaceDelimited",false],"header tsv":["tabDelimited",false],"header pipes":["pipeDelimited",false]}'
  shape '.[0].request.body.content | map(.encoding | map_values([.style, .explode])) | first' \
    '{"csv":["form",false],"ssv":["spaceDelimited",false],"tsv":["tabDelimited",false],"pipes":["pipeDelimited",false],"none":["form",false]}'
}

@test "Swagger: the limits of parameters are kept" {
  local limits='"type":"integer","format":"int64","minimum":1,"maximum":9223372036854775807,"exclusiveMinimum":true,"multipleOf":0.50,"enum":[1,2],"default":1'
  local texts='"type":"string","minLength":1,"maxLength":9,"pattern":"^a"'
  local lists='"type":"array","items":{"type":"string","maxLength":2},"minItems":1,"maxItems":3,"uniqueItems":true'
  document 'swagger: "2.0"' "
  /a: {get: {parameters: [{name: i, in: query, $limits}, {name: s, in: header, $texts}, {name: l, in: query, collectionFormat: pipes, $lists}, {\$ref: '#/parameters/G'}]}}" "
parameters: {G: {name: g, in: query, $limits}}"
  # A flow mapping of YAML takes members of JSON, with blanks behind the colons.
  sed -i 's/":/": /g' spec.yaml
  split 0 spec.yaml
  silent
  grep -qF "\"schema\":{$limits}" out
  [ "$(grep -oF "\"schema\":{$limits}" out | wc -l)" -eq 2 ]
  grep -qF "\"schema\":{$texts}" out
  grep -qF "\"schema\":{$lists}" out
  shape '.[0].request.parameters[2] | [.style, .explode]' '["pipeDelimited",false]'
}

@test "Swagger: what a parameter, field, body or header holds that Swagger does not know is kept" {
  document 'swagger: "2.0"' '
  /a:
    put:
      parameters:
      - {name: q, in: query, description: D, schema: {type: string, enum: [a]}}
      - {name: r, in: header, schema: {$ref: "#/definitions/E"}}
      - {name: s, in: query, type: integer, schema: {type: string}}
      - {$ref: "#/parameters/B"}
      responses: {200: {headers: {X-A: {$ref: "#/x-headers/H"}, X-B: {$ref: "#/x-headers/none"}, X-C: {schema: {type: integer}}}}}
    post:
      parameters:
      - {name: f, in: formData, required: true, type: string, collectionFormat: csv, description: D, title: T, example: e, allowEmptyValue: true, x-example: [1]}' '
parameters: {B: {name: b, in: body, required: true, schema: {type: object}, description: D, x-example: {a: 1}}}
definitions: {E: {type: string}}
x-headers: {H: {type: array, items: {type: string}, collectionFormat: ssv}}'
  split 0 spec.yaml
  warned 'spec.yaml: #/paths/~1a/put/responses/200/headers/X-B/$ref: the reference #/x-headers/none leads nowhere in this document'
  shape '.[0].request.parameters | map(.schema)' '[{"type":"string","enum":["a"]},{"$ref":"#/$defs/E"},{"type":"integer"}]'
  shape '.[0].request.body | del(.content)' '{"description":"D","x-example":{"a":1},"required":true}'
  shape '.[0].responses["200"].headers' \
    '{"X-A":{"style":"spaceDelimited","explode":false,"schema":{"type":"array","items":{"type":"string"}}},"X-B":{},"X-C":{"schema":{"type":"integer"}}}'
  shape '.[1].request.body.content[].schema' \
    '{"type":"object","properties":{"f":{"type":"string","description":"D","title":"T","example":"e","allowEmptyValue":true,"x-example":[1]}},"required":["f"]}'
}

@test "Swagger: responses by reference" {
  document 'swagger: "2.0"' '
  /a: {get: {responses: {404: {$ref: "#/responses/Gone"}}}}' '
responses: {Gone: {description: Gone, schema: {$ref: "#/definitions/E"}}}
definitions: {E: {type: object}}'
  split 0 spec.yaml
  silent
  shape '.[0] | [.responses, ."$defs"]' \
    '[{"404":{"description":"Gone","content":{"application/json":{"schema":{"$ref":"#/$defs/E"}}}}},{"E":{"type":"object"}}]'
}

@test "parameters keep content, style, explode, deprecated, default and examples" {
  local parameter seen=0
  while read -r parameter; do
    printf '{"openapi":"3.0.0","info":{"title":"T","version":"1"},"paths":{"/a":{"get":{"parameters":[%s]}}}}' "$parameter" >spec.json
    split 0 spec.json
    silent
    grep -qF "\"parameters\":[$parameter]" out || { echo "not kept: $parameter"; cat out; return 1; }
    seen=$((seen + 1))
  done <<'END'
{"name":"q","in":"query","content":{"application/json":{"schema":{"type":"object"},"example":{"a":1}}}}
{"name":"q","in":"query","style":"deepObject","explode":true,"schema":{"type":"object"}}
{"name":"q","in":"path","required":true,"style":"matrix","explode":false,"schema":{"type":"array"}}
{"name":"q","in":"header","deprecated":true,"schema":{}}
{"name":"q","in":"cookie","allowEmptyValue":true,"allowReserved":true,"schema":{}}
{"name":"q","in":"query","schema":{"type":"integer","default":20,"example":5,"minimum":1,"nullable":true}}
{"name":"q","in":"query","example":"e","examples":{"one":{"summary":"S","value":1}},"schema":{}}
{"name":"q","in":"query","required":false,"description":"D","x-own":[1],"schema":{}}
END
  [ "$seen" -eq 8 ]
}

@test "links, examples and encodings are kept" {
  local body='{"content":{"multipart/form-data":{"schema":{"type":"object"},"encoding":{"f":{"contentType":"image/png"}},"examples":{"e":{"value":1}}}}}'
  local response='{"description":"D","links":{"next":{"operationId":"b","parameters":{"id":"$response.body#/id"}}}}'
  printf '{"openapi":"3.0.0","info":{"title":"T","version":"1"},"paths":{"/a":{"post":{"requestBody":%s,"responses":{"201":%s}}}}}' "$body" "$response" >spec.json
  split 0 spec.json
  silent
  grep -qF "\"body\":$body" out
  grep -qF "\"201\":$response" out
}

@test "the security of all counts where an operation says nothing, and types are told" {
  document 'openapi: 3.1.0' '
  /all: {get: {}}
  /none: {get: {security: []}}
  /own: {get: {security: [{oidc: [read]}, {mtls: [], key: []}]}}' '
security: [{bearer: []}]
components:
  securitySchemes:
    bearer: {type: http, scheme: bearer}
    oidc: {type: openIdConnect, openIdConnectUrl: "https://example.com"}
    mtls: {type: mutualTLS}
    key: {type: apiKey, in: header, name: X-Key}'
  split 0 spec.yaml
  silent
  shape 'map(.security | map(map([.type, .in, .name, .http, .scopes])))' \
    '[[[["http","header","Authorization","bearer",[]]]],[],[[["openIdConnect","header","Authorization","bearer",["read"]]],[["mutualTLS",null,null,null,[]],["apiKey","header","X-Key",null,[]]]]]'
}

@test "a change of the security of all is a change of the operation" {
  document 'openapi: 3.0.0' '  /a: {get: {}}' '
security: [{k: []}]
components: {securitySchemes: {k: {type: apiKey, in: header, name: X-A}}}'
  split 0 spec.yaml
  jq -r .hash out >before
  sed -i 's/X-A/X-B/' spec.yaml
  split 0 spec.yaml
  jq -r .hash out >after
  run -1 cmp -s before after
}

@test "YAML: dates, yes, no, on and off are texts, numbers stay numbers" {
  local values='[2026-11-23, 2026-11-23T10:00:00Z, 12:30:45, yes, no, on, off, y, n, Yes, NO, 1_000, 1.10, 0o17, true, ~]'
  document 'openapi: 3.0.0' "
  /a:
    get:
      summary: 2026-11-23
      operationId: no
      tags: [on]
      parameters: [{name: on, in: query, schema: {enum: $values, default: no, example: 2026-11-23}}, {name: y, in: query, schema: {properties: {no: {}, 2026-11-23: {}}}}]"
  split 0 spec.yaml
  silent
  shape '.[0] | [.summary, .operation_id, .tags]' '["2026-11-23","no",["on"]]'
  grep -qF '"enum":["2026-11-23","2026-11-23T10:00:00Z","12:30:45","yes","no","on","off","y","n","Yes","NO","1_000",1.10,15,true,null],"default":"no","example":"2026-11-23"' out || { cat out; return 1; }
  shape '.[0].request.parameters | [map(.name), (.[1].schema.properties | keys)]' '[["on","y"],["2026-11-23","no"]]'
  grep -qE '"hash":"xxh128:[0-9a-f]{32}"' out
}

@test "bad input is refused with its place" {
  local text message seen=0
  while IFS='|' read -r text message; do
    printf '%b' "$text" >spec
    split 3 spec
    [ ! -s out ]
    [ "$(cat err)" = "cc-split: $message" ] || { cat err; return 1; }
    seen=$((seen + 1))
  done <<'END'
openapi: 3.0.0\npaths:\n  /a: {}\n  /a: {}\n|spec: neither JSON nor YAML: line 4, column 3: the key "/a" is in this mapping twice (first on line 3)
[1]|spec:1: no API description: neither `openapi` nor `swagger` stands at its top
{"openapi": "3.0.0",\n "paths": }|spec:2:11: not JSON: at byte 31, in #/paths: a value is expected
openapi: 3.0.0\npaths:\n\t/a: {}\n|spec: neither JSON nor YAML: line 3, column 1: a tab cannot stand here; indent with blanks
openapi: 5\npaths: {}\n|spec:1: version 5 is not known: OpenAPI 3 and Swagger 2.0 are
openapi: 3.0.0\npaths: *a\n|spec: neither JSON nor YAML: line 2, column 8: the alias *a has no anchor &a above it
END
  [ "$seen" -eq 6 ]
}

@test "JSON with a mark of byte order is read as JSON, not as YAML" {
  printf '\357\273\277{"openapi":"3.0.0","info":{"title":"T","version":"1"},\t"paths":{"/a":{"get":{"summary":"\\/"}}}}' >spec.json
  split 0 spec.json
  silent
  shape 'map([.id, .summary])' '[["GET /a","/"]]'
  printf '\357\273\277{"openapi":"3.0.0",}' >spec.json
  split 3 spec.json
  grep -q '^cc-split: spec.json:1:20: not JSON: ' err || { cat err; return 1; }
}

@test "a description comes from stdin, too" {
  document 'openapi: 3.0.0' '  /a: {get: {}}'
  run -0 bash -c 'set -o pipefail; cat spec.yaml | cc-split | jq -r .id'
  [ "$output" = 'GET /a' ]
}

@test "filters: paths whole and not by a part of them, methods by operation, tags whole" {
  document 'openapi: 3.0.0' '
  /users: {get: {tags: [user]}, post: {tags: [users]}}
  /users/{id}: {get: {}, delete: {}}
  /admin/users: {get: {}}
  /usersettings: {get: {}}'
  local want options
  while IFS='|' read -r want options; do
    # shellcheck disable=SC2086 # words
    split 0 spec.yaml $options
    shape 'map(.seq)' "[$want]" || { echo "with $options"; return 1; }
  done <<'END'
0,1|--include-path /users
0,1,2,3|--include-path /users,/users/**
0,1,4,5|--exclude-path /users/*
3|--include-method DELETE
0,2,4,5|--include-method get
1,3|--exclude-method GET
1|--include-tag users
END
}
