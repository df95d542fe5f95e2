# cc-split: what it makes of descriptions, good and bad.
# shellcheck disable=SC2154 # stderr is set by run --separate-stderr
load helper
load split

@test "every description of the shared folder gives as many sound records as it has operations" {
  need_shared specs
  local seen=0 file operations webhooks
  while read -r file operations webhooks; do
    # The big ones are cut closer, so that looking at all of it does not take a minute.
    split 0 "$specs/$file" --webhooks --max-bytes 16384 --allow-outside
    sound $((operations + webhooks)) || { echo "$file, with webhooks"; return 1; }
    [ ! -s err ] || { echo "$file:"; cat err; return 1; }
    split 0 "$specs/$file" --allow-outside
    [ "$(wc -l <out)" -eq "$operations" ] || { echo "$file: $(wc -l <out) records"; return 1; }
    seen=$((seen + 1))
  done <<'END'
petstore-minimal-2.0.json 3 0
petstore-minimal-3.0.yaml 3 0
petstore-minimal-3.0.json 3 0
uspto-3.0.yaml 3 0
link-example-3.0.yaml 6 0
api-with-examples-3.0.yaml 2 0
webhook-only-3.1.yaml 0 1
tags-3.2.yaml 4 0
petstore-separate/spec/swagger.yaml 4 0
petstore-2.0.json 20 0
petstore-3.0.yaml 19 0
museum-3.1.yaml 8 1
openai-3.1.yaml 288 16
stripe-3.0.json 452 0
kubernetes-2.0.json 1123 0
github-3.0.json 1223 0
END
  [ "$seen" -eq "$(find "$specs" -maxdepth 1 \( -name '*.json' -o -name '*.yaml' -o -type d ! -path "$specs" \) | wc -l)" ]
}

@test "a member of a path item that is no method is told, with its place" {
  printf '%s\n' 'openapi: 3.0.0' 'paths:' '  /a:' '    gets: {}' '    x-mine: {}' '    summary: s' \
    '    get: {responses: {}}' >slip.yaml
  split 0 slip.yaml
  [ "$(cat err)" = 'cc-split: warning: slip.yaml: #/paths/~1a/gets: this is no method, and is passed over' ]
  [ "$(jq -r .id out)" = 'GET /a' ]
}

@test "a small description as JSON and as YAML gives the same records but for the source" {
  need_shared specs
  split 0 "$specs/petstore-minimal-3.0.yaml"
  mv out yaml
  split 0 "$specs/petstore-minimal-3.0.json"
  sed 's/"source":"[^"]*"/"source":""/' yaml >yaml.bare
  sed 's/"source":"[^"]*"/"source":""/' out | cmp yaml.bare -
  # JSON is YAML too, when its first character does not say JSON.
  { echo '# a comment'; cat "$specs/petstore-minimal-3.0.json"; } >commented
  split 0 commented
  sed 's/"source":"[^"]*"/"source":""/' out | cmp yaml.bare -
}

# large NAME: a description of half a megabyte in that file; its last line is the last of a schema.
large() {
  printf '%s\n' 'openapi: 3.1.0' 'paths:' '  /a:' '    get:' '      responses: {}' \
    '      parameters: [{$ref: "#/components/parameters/P"}]' 'components:' '  parameters:' \
    '    P: {name: p, in: query, schema: {$ref: "#/components/schemas/S4999"}}' '  schemas:' >"$1"
  seq 0 4999 | sed 's/.*/    S&:\n      description: >-\n        A schema\n        of many: \xc3\xa9 "&"\n      const: &/' >>"$1"
}

@test "a large file of YAML gives what it gives through a pipe, what is wrong with it too" {
  local tail code
  large large.yaml
  split 0 large.yaml
  check 'length == 1 and .[0]["$defs"].S4999 == {description: "A schema of many: \u00e9 \"4999\"", const: 4999}'
  for tail in '      default: &a 12\n' '      default: ! 12\n' '      default: 12\n      const: 1\n' '      - 1\n' \
    '      default: \xff\n' '      default: "\0"\n' '\tdefault: 1\n' '---\na: 1\n' '      default: *b\n'; do
    large large.yaml
    printf '%b' "$tail" >>large.yaml
    [ "$(wc -c <large.yaml)" -gt 400000 ]
    code=0
    cc-split large.yaml >file.out 2>file.err || code=$?
    [ "$code" -eq 3 ] || [[ $tail = *' 12\n' ]]
    split "$code" - <large.yaml
    sed 's/"source":"large.yaml"/"source":"stdin"/' file.out | cmp - out
    sed 's/large.yaml/stdin/' file.err | cmp - err
  done
}

@test "a Swagger 2.0 API and its OpenAPI 3.0 twin give the same request, responses, security, base and hash" {
  split 0 "$fixture/twin-2.0.yaml"
  sound 5
  mv out two
  split 0 "$fixture/twin-3.0.yaml"
  sound 5
  local member
  for member in request responses security base '"$defs"' complexity hash; do
    same "$member" ".$member" two out
  done
  same everything 'del(.spec)' two out
  check 'all(.[]; .spec.openapi == "2.0")' two
}

@test "Swagger's host, base path and schemes make the base" {
  local want top
  while IFS='|' read -r want top; do
    printf 'swagger: "2.0"\n%b\ninfo: {title: T, version: "1"}\npaths: {/a: {get: {}}}\n' "$top" >spec.yaml
    split 0 spec.yaml
    shape '.[0].base' "\"$want\"" || { echo "with $top"; return 1; }
  done <<'END'
https://h.example.com/v1|host: h.example.com\nbasePath: /v1/
http://h.example.com:8080|host: h.example.com:8080\nschemes: [http, https]\nbasePath: /
/v1|basePath: /v1
https://h.example.com/v1|host: h.example.com\nbasePath: v1
https://h.example.com|host: h.example.com\nbasePath: ""
|x-nothing: 1
END
  # The schemes of an operation stand in place of those of all.
  document 'swagger: "2.0"' '  /a: {get: {schemes: [https, http]}, put: {}}' 'host: h.example.com
schemes: [http]'
  split 0 spec.yaml
  shape 'map(.base)' '["https://h.example.com","http://h.example.com"]'
}

@test "Swagger bodies without media types are JSON, or a form, or a form with parts where a file is sent" {
  document 'swagger: "2.0"' '
  /body: {post: {parameters: [{name: b, in: body, schema: {type: object}}]}}
  /form: {post: {parameters: [{name: f, in: formData, type: string, description: A field}]}}
  /file: {post: {parameters: [{name: f, in: formData, type: file, required: true}]}}
  /shared: {post: {consumes: [text/plain, application/json], parameters: [{$ref: "#/parameters/B"}]}}
  /json-form: {post: {consumes: [application/json], parameters: [{name: f, in: formData, type: string}]}}
' 'parameters: {B: {name: b, in: body, required: true, schema: {type: string}}}'
  split 0 spec.yaml
  sound 5
  shape 'map(.request.body.content | keys)' \
    '[["application/json"],["application/x-www-form-urlencoded"],["multipart/form-data"],["application/json","text/plain"],["application/x-www-form-urlencoded"]]'
  shape 'map(.request.body.required)' '[null,null,true,true,null]'
  check '.[1].request.body.content[].schema == {type: "object", properties: {f: {type: "string", description: "A field"}}}'
}

@test "the members of a record are those of its operation" {
  split 0 "$fixture/operations.yaml"
  sound 33
  shape '.[0] | [.id, .seq, .slug, .method, .path, .operation_id, .summary, .description, .tags]' \
    '["GET /parameters",0,"get_parameters","GET","/parameters","getParameters","Mine","Two\nlines\n",["one","two"]]'
  shape '.[0].spec' "{\"title\":\"Operations\",\"version\":\"1.10\",\"source\":\"$fixture/operations.yaml\",\"openapi\":\"3.2.0\",\"operations\":33}"
  shape '[.[] | select(.path == "/same-id") | .operation_id]' '["same","same"]'
  shape '.[1] | [has("operation_id"), has("summary"), has("description"), has("tags"), has("deprecated"), has("cut"),
    .responses, ."$defs", .request.body]' '[false,false,false,false,false,false,{},{},null]'
}

@test "parameters of the path count, an operation's own of the same name and place go before them" {
  split 0 "$fixture/operations.yaml"
  shape '.[0].request.parameters | map([.in, .name, .schema.maxLength])' \
    '[["query","kept",1],["query","both",4],["header","both",3],["cookie","own",5],["query","content",null],["query","deep",null]]'
  shape '.[1].request.parameters | map([.in, .name, .schema.maxLength])' \
    '[["query","kept",1],["query","both",2],["header","both",3]]'
  check '.[0].request.parameters | (.[3].deprecated and .[5].style == "deepObject" and .[5].explode
    and .[4].content == {"application/json": {schema: {type: "object"}}})'
  warned "$fixture/operations.yaml: #/paths/~1parameters/get/parameters/4: this parameter has no name or no place (\`in\`)"
}

@test "statuses are texts, numbers as keys of YAML too" {
  split 0 "$fixture/operations.yaml"
  shape '.[0].responses | keys_unsorted' '["200","4XX","default"]'
  check '.[0].responses["200"].headers["X-A"].schema.type == "integer"'
}

@test "numbers stay what they are, byte for byte, from YAML and from JSON" {
  local numbers='{"type":"number","minimum":1.10,"maximum":9223372036854775807,"multipleOf":1e400,"enum":[-0,1E+2,0.10]}'
  split 0 "$fixture/operations.yaml"
  grep -qF "\"schema\":$numbers" out
  printf '{"openapi":"3.0.0","info":{"title":"T","version":1.10},"paths":{"/a":{"post":{"requestBody":{"content":
    {"application/json":{"schema":{"$ref":"#/components/schemas/N"}}}}}}},"components":{"schemas":{"N":%s}}}' "$numbers" >spec.json
  split 0 spec.json
  grep -qF "\"\$defs\":{\"N\":$numbers}" out
  grep -qF '"version":"1.10"' out
}

@test "texts stay the bytes they are, escapes included" {
  local text='caf\u00e9 \ud83d\ude00 \u0007 \/ "quoted" é 😀 \u001b[31m'
  text=${text//\"/\\\"}
  printf '%s' '{"openapi":"3.0.0","info":{"title":"T","version":"1"},"paths":{"/a":{"get":{"summary":"'"$text"'"}}}}' >spec.json
  split 0 spec.json
  grep -qF "\"summary\":\"$text\"" out
}

@test "every method goes through: trace, and query and additional operations of 3.2" {
  split 0 "$fixture/operations.yaml"
  shape '[.[] | select(.path == "/methods") | .method]' \
    '["GET","PUT","POST","DELETE","OPTIONS","HEAD","PATCH","TRACE","QUERY","LINK","purge"]'
  shape '[.[] | select(.deprecated) | .id]' '["QUERY /methods"]'
  # Those beside the reference of a path item go before those that it leads to.
  document 'openapi: 3.2.0' '
  /a: {$ref: "#/x-item", additionalOperations: {COPY: {summary: own}, LINK: {}}}' \
    'x-item: {additionalOperations: {MOVE: {}, COPY: {summary: theirs}}}'
  split 0 spec.yaml
  [ ! -s err ]
  shape 'map([.id, .summary])' '[["COPY /a","own"],["LINK /a",null],["MOVE /a",null]]'
  # They are sent as they are written, but for those that have a place of their own.
  document 'openapi: 3.2.0' '  /a: {additionalOperations: {Notify: {}, m-search: {}, Put: {}}}'
  split 0 spec.yaml
  sound 3
  shape 'map(.id)' '["Notify /a","m-search /a","PUT /a"]'
  split 0 spec.yaml --include-method notify
  shape 'map(.method)' '["Notify"]'
}

@test "an operation without a description has that of its path item" {
  words() {
    document 'openapi: 3.1.0' "
  /a: {summary: Both, description: $1, get: {summary: Own}, put: {description: mine}}
  /b: {\$ref: '#/x-item', summary: beside}" 'x-item: {summary: there, description: theirs, get: {}}'
    split 0 spec.yaml
    sound 3
  }
  words one
  shape 'map([.id, .summary, .description])' '[["GET /a","Own","one"],["PUT /a",null,"mine"],["GET /b",null,"theirs"]]'
  jq -c '[.id, .hash]' out >before
  words two
  jq -c '[.id, .hash]' out | diff before - >changed || true
  [ "$(grep -c '^>' changed)" = 1 ]
  grep -q '^> ."GET /a"' changed
}

@test "words that YAML reads as numbers or truth are words" {
  document 'openapi: 3.1.0' '
  /a: {get: {operationId: 404, summary: 1.10, description: true, tags: [2024, yes, false, ~, a]}}
  /b: {get: {operationId: ~, summary: [a], description: {a: b}, tags: a}}'
  sed -i 's/^info: .*/info: {title: 12, version: 1.0}/' spec.yaml
  split 0 spec.yaml
  sound 2
  shape '.[0] | [.operation_id, .summary, .description, .tags, .spec.title, .spec.version]' '["404","1.10","true",["2024","yes","false","a"],"12","1.0"]'
  check '.[1] | has("operation_id") or has("summary") or has("description") or has("tags") | not'
  split 0 spec.yaml --include-tag 2024 --include-tag false
  [ ! -s err ]
  shape 'map(.id)' '["GET /a"]'
  split 0 spec.yaml --exclude-tag 202
  warned '--exclude-tag 202: no operation has this tag; did you mean 2024?'
}

@test "a schema, media type or header that YAML leaves empty is an empty one" {
  document 'openapi: 3.1.0' '
  /a:
    post:
      parameters: [{name: q, in: query, schema: }]
      requestBody: {content: {a/b: {schema: {$ref: "#/components/schemas/E"}}, text/plain: }}
      responses: {200: {headers: {X-A: }, content: {a/b: {schema: {properties: {p: }, default: }}}}}' 'components: {schemas: {E: }}'
  split 0 spec.yaml
  [ ! -s err ]
  sound 1
  shape '.[0].request' '{"parameters":[{"name":"q","in":"query","schema":{}}],"body":{"content":{"a/b":{"schema":{"$ref":"#/$defs/E"}},"text/plain":{}}}}'
  shape '.[0].responses["200"]' '{"headers":{"X-A":{}},"content":{"a/b":{"schema":{"properties":{"p":{}},"default":null}}}}'
  shape '.[0]."$defs"' '{"E":{}}'
}

@test "paths without a slash, non-ASCII ones and those that climb go through with safe slugs" {
  split 0 "$fixture/operations.yaml"
  shape '.[3:7] | map([.path, .slug])' \
    '[["no/slash","get_no_slash"],["/größe/{länge}","get_gr_e_l_nge"],["/","get"],["/../../etc/passwd","get_etc_passwd"]]'
  run ! grep x-not-a-path out
}

@test "names without a letter of ASCII have slugs all the same" {
  document 'openapi: 3.2.0' '
  /größe: {additionalOperations: {é: {}}}
  /é: {additionalOperations: {é: {}, a: {}}}
  /è: {additionalOperations: {é: {}}}'
  split 0 spec.yaml
  sound 4
  check 'map(.slug) | .[0] == "gr_e" and .[2] == "a" and (.[1], .[3] | test("^[0-9a-f]{8}$"))'
}

@test "slugs that clash get a digest, all of them, and others do not" {
  split 0 "$fixture/operations.yaml"
  check '[.[] | select(.path | startswith("/clash"))] | map(.slug)
    | (.[:3] | all(.[]; test("^get_clash_a_[0-9a-f]{8}$"))) and .[3] == "get_clash_a_other" and (unique | length) == 4'
  jq -r 'select(.path == "/clash-a").slug' out >before
  # The digest is that of the operation, not of its place.
  document 'openapi: 3.0.0' '
  /clash_a: {get: {}}
  /clash-a: {get: {}}'
  split 0 spec.yaml
  jq -r 'select(.path == "/clash-a").slug' out | cmp before -
}

@test "a path that looks like another's digest does not take its slug" {
  document 'openapi: 3.0.0' '
  /a-b: {get: {}}
  /a_b: {get: {}}'
  split 0 spec.yaml
  local first
  first=$(jq -r 'select(.path == "/a-b").slug | ltrimstr("get_")' out)
  document 'openapi: 3.0.0' "
  /$first: {get: {}}
  /a-b: {get: {}}
  /a_b: {get: {}}
  /$first/2: {get: {}}"
  split 0 spec.yaml
  sound 4
}

@test "a long path has a slug of bounded length" {
  jq -nc '("/segment" * 200) as $long | {openapi: "3.0.0", info: {title: "T", version: "1"},
    paths: {($long + "/a"): {get: {}}, ($long + "/b"): {get: {}}}}' >spec.json
  split 0 spec.json
  sound 2
  check 'all(.[]; .slug | length <= 110)'
}

@test "the first server counts: of the operation, the path, the description; variables at their defaults" {
  split 0 "$fixture/operations.yaml"
  shape '[.[] | select(.path == "/servers") | .base]' \
    '["/path","http://operation.example.com","/path"]'
  shape '[.[] | .base] | unique | length' 3
  document 'openapi: 3.0.0' '
  /none: {get: {}}
  /unknown: {servers: [{url: "https://{tenant}.example.com/{", variables: {other: {default: x}}}], get: {}}'
  split 0 spec.yaml
  shape 'map(.base)' '["","https://{tenant}.example.com/{"]'
}

@test "security is that of the operation, else of the description, as alternatives of requirements" {
  split 0 "$fixture/operations.yaml"
  local key='{"scheme":"key","type":"apiKey","in":"query","name":"k","scopes":[]}'
  shape '.[25:31] | map(.security)' "$(tr -d '\n' <<END
[[[$key]],
[],
[[]],
[[$key,{"scheme":"basic","type":"http","in":"header","name":"Authorization","http":"basic","scopes":[]}],
[{"scheme":"oauth","type":"oauth2","in":"header","name":"Authorization","http":"bearer","scopes":["read","write"]}],
[{"scheme":"oidc","type":"openIdConnect","in":"header","name":"Authorization","http":"bearer","scopes":[]}]],
[[{"scheme":"bearer","type":"http","in":"header","name":"Authorization","http":"bearer","scopes":[]}],
[{"scheme":"digest","type":"http","in":"header","name":"Authorization","http":"digest","scopes":[]}],
[{"scheme":"mtls","type":"mutualTLS","scopes":[]}],
[{"scheme":"cookie","type":"apiKey","in":"cookie","name":"sid","scopes":[]}]],
[[{"scheme":"nowhere","scopes":[]}]]]
END
)"
  warned "$fixture/operations.yaml: #/paths/~1security/head/security/0: the security scheme nowhere is not declared"
}

@test "security: a requirement may name its scheme by reference, in another file too" {
  document 'openapi: 3.2.0' '  /a: {get: {security: [{"#/components/securitySchemes/key": []}, {"./schemes.yaml#/one": [s]}, {a/b: []}, {"#/none": []}]}}' \
    'components: {securitySchemes: {key: {type: apiKey, in: header, name: X}, a/b: {type: http, scheme: basic}}, schemas: {none: {}}}'
  echo 'one: {type: http, scheme: bearer}' >schemes.yaml
  split 0 spec.yaml
  sound 1
  shape '.[0].security | map(.[0] | [.scheme, .type, .name, .http])' \
    '[["#/components/securitySchemes/key","apiKey","X",null],["./schemes.yaml#/one","http","Authorization","bearer"],["a/b","http","Authorization","basic"],["#/none",null,null,null]]'
  warned 'spec.yaml: #/paths/~1a/get/security/3: the security scheme #/none is not declared'
}

@test "webhooks come with --webhooks, behind the paths" {
  split 0 "$fixture/operations.yaml" --webhooks
  sound 34
  shape '.[-1] | [.id, .seq, .method, .path, .summary]' \
    '["webhook new thing POST",33,"POST","new thing","Something new"]'
  printf 'openapi: 3.1.0\ninfo: {title: T, version: "1"}\nwebhooks: {w: {post: {}}}\n' >spec.yaml
  split 0 spec.yaml
  [ ! -s out ]
  warned 'spec.yaml holds no operations: it has no `paths` (its webhooks are passed over without --webhooks)'
  split 0 spec.yaml --webhooks
  sound 1
}

@test "an operation that is not one is told with its place, the others go through, and the exit code is 1" {
  document 'openapi: 3.0.0' '
  /a: {get: null, post: 3, put: {responses: null, parameters: null, tags: x, security: null}}
  /b: null
  /c: {$ref: "#/components/pathItems/Nowhere"}
  /d: {get: {parameters: 1, requestBody: [], responses: [1]}}'
  split 1 spec.yaml
  sound 2
  shape 'map(.id)' '["PUT /a","GET /d"]'
  warned 'spec.yaml: #/paths/~1a/get: this operation is not an object' \
    'spec.yaml: #/paths/~1a/post: this operation is not an object' \
    'spec.yaml: #/paths/~1b: this path item is not an object' \
    'spec.yaml: #/paths/~1c/$ref: the reference #/components/pathItems/Nowhere leads nowhere in this document'
}

@test "references: parameters, bodies, responses, headers, examples, path items and chains of them" {
  split 0 "$fixture/references.yaml"
  sound 9
  [ ! -s err ] || { cat err; return 1; }
  shape '.[0].request.parameters' '[{"name":"there","in":"query","schema":{"$ref":"#/$defs/name"},"examples":{"one":{"value":"two"}}},{"name":"id","in":"path","required":true,"schema":{"type":"integer","maximum":7}}]'
  shape '.[0].request.body' '{"required":true,"content":{"application/json":{"schema":{"$ref":"#/$defs/List"},"examples":{"one":{"value":"two"}}}}}'
  check '.[0].responses | .["200"] == .default and .default.description == "Problem"
    and .default.headers == {"X-Left": {description: "What is left", schema: {"$ref": "#/$defs/a~1b"}}}
    and .default.content["application/json"].schema == {"$ref": "#/$defs/alias"}'
  check '.[0]."$defs" | .alias == {"$ref": "#/$defs/alias2"} and .alias2 == {"$ref": "#/$defs/Node"}'
  check '.[2].request.parameters == [.[0].request.parameters[0]]'
}

@test "references: names that need escapes lead to their schemas" {
  split 0 "$fixture/references.yaml"
  check '.[3]."$defs" | keys == (["a/b", "c~d", "e{f}", "g h%", "naïve", "~1"] | sort)'
  check '.[3]."$defs" | [."c~d", ."e{f}", ."g h%", ."naïve", ."~1"] | map(.maximum) == [1, 2, 3, 4, 5]'
  grep -qF '"a/b":{"type":"integer","maximum":9223372036854775807}' out
}

@test "references: one that leads through another does not change where that one leads" {
  local answer='{"200": {description: d, content: {a/b: {schema: {$ref: "#/components/schemas/%s"}}}}}'
  # shellcheck disable=SC2059 # the name goes into the text
  document 'openapi: 3.0.3' "  /a: {get: {responses: $(printf "$answer" X/properties/p)}}
  /b: {get: {responses: $(printf "$answer" Y)}}" \
    'components: {schemas: {X: {$ref: "#/components/schemas/Y"}, Y: {properties: {p: {type: string}}}}}'
  split 0 spec.yaml
  [ ! -s err ]
  shape 'map(."$defs" | [.[]])' '[[{"type":"string"}],[{"properties":{"p":{"type":"string"}}}]]'
}

@test "references: cycles are finite, each schema stands in a record once" {
  split 0 "$fixture/references.yaml"
  shape '.[4]."$defs" | keys_unsorted' '["Node","Left","Right"]'
  check '.[4]."$defs" | .Node.properties.self == {"$ref": "#/$defs/Node"}
    and .Left.properties.right == {"$ref": "#/$defs/Right"} and .Right.items == {"$ref": "#/$defs/Left"}'
}

@test "references: a circle of nothing but references, on the request side, does not hang" {
  document 'openapi: 3.1.0' '
  /a:
    post:
      parameters: [{$ref: "#/components/parameters/P"}, {name: q, in: query, schema: {$ref: "#/components/schemas/Self"}}]
      requestBody: {$ref: "#/components/requestBodies/B"}
      responses: {"200": {$ref: "#/components/responses/R"}}
  /b: {$ref: "#/paths/~1b"}
  /c: {get: {$ref: "#/paths/~1c/get"}}
  /d: {post: {requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/One"}}}}}}' '
components:
  parameters: {P: {$ref: "#/components/parameters/Q"}, Q: {$ref: "#/components/parameters/P"}}
  requestBodies: {B: {$ref: "#/components/requestBodies/B"}}
  responses: {R: {$ref: "#/components/responses/R"}}
  schemas:
    Self: {$ref: "#/components/schemas/Self"}
    One: {$ref: "#/components/schemas/Two"}
    Two: {$ref: "#/components/schemas/One"}'
  split 1 spec.yaml
  sound 3
  check '.[0] | .request.body == {} and .responses == {"200": {}} and (.request.parameters | length) == 1'
  check '.[0]."$defs" == {Self: {"$ref": "#/$defs/Self"}}'
  check '.[2]."$defs" == {One: {"$ref": "#/$defs/Two"}, Two: {"$ref": "#/$defs/One"}}'
  [ "$(wc -l <err)" -eq 5 ]
}

@test "references: ten thousand schemas, each naming the next" {
  jq -nc '[range(10000) | {("S\(.)"): {"$ref": "#/components/schemas/S\(. + 1)"}}] | add
    | .S10000 = {type: "string"}
    | {openapi: "3.0.0", info: {title: "T", version: "1"}, components: {schemas: .},
       paths: {"/a": {post: {requestBody: {content: {"application/json": {schema: {"$ref": "#/components/schemas/S0"}}}}}}}}' >spec.json
  split 0 spec.json
  check '.[0]."$defs" | length == 10001 and .S10000 == {type: "string"}'
}

@test "references: places that are no component get a name with a digest, and clashes too" {
  split 0 "$fixture/references.yaml"
  check '.[5]."$defs" | (to_entries | map(select(.key | test("~[0-9a-f]{8}$"))) | length) == 3
    and ([.[] | select(.minLength == 2)] | length) == 1 and ([.[] | select(.required == ["name"])] | length) == 1'
  check '.[6]."$defs" | length == 2 and .name == {type: "string"}
    and (to_entries[] | select(.key | startswith("name~")).value) == {type: "string", minLength: 2}'
}

@test "references: under every keyword that holds schemas, and nowhere else" {
  split 0 "$fixture/references.yaml"
  check '.[8]."$defs" | keys == ([range(15) | "K\(.)"] | sort)'
  check '.[8].responses["200"].content["application/json"].schema
    | [.example, .default, .enum[0], ."x-data"] | unique == [{"$ref": "#/components/schemas/Unreached"}]'
}

@test "references: of media types lead to their schemas as if these stood there" {
  local seen=0 inline='{schema: {$ref: "#/components/schemas/P"}, itemSchema: {$ref: "#/components/schemas/P"}, encoding: {a: {headers: {X: {$ref: "#/components/headers/H"}}}}, examples: {e: {$ref: "#/components/examples/E"}}}'
  local rest="components: {mediaTypes: {M: $inline, N: {\$ref: '#/components/mediaTypes/M'}}, schemas: {P: {properties: {a: {type: integer}}}}, headers: {H: {schema: {\$ref: '#/components/schemas/P'}}}, examples: {E: {value: 1}}}" content
  for content in "{a/b: $inline}" '{a/b: {$ref: "#/components/mediaTypes/N"}}'; do
    document 'openapi: 3.2.0' "
  /a: {post: {parameters: [{name: q, in: querystring, content: $content}], requestBody: {content: $content}, responses: {200: {description: d, content: $content}}}}" "$rest"
    split 0 spec.yaml
    [ ! -s err ]
    sound 1
    mv out "$((seen += 1))"
  done
  cmp 1 2
}

@test "references: each member of a schema that holds schemas is known, the longest too" {
  local member
  for member in $(sed -n 's/.*{GRAMMAR_SCHEMA, "\([^"]*\)", GRAMMAR_ONE, GRAMMAR_SCHEMA, .*/\1/p' "$ROOT/cmd/cc-split/shape/grammar.c"); do
    document 'openapi: 3.1.0' "  /a: {post: {requestBody: {content: {a/b: {schema: {$member: {\$ref: '#/x'}}}}}}}" 'x: {}'
    split 0 spec.yaml
    check '.[0]."$defs" | length == 1' || { echo "$member"; return 1; }
  done
  [ "$member" = contentSchema ]
}

@test "references: members beside one are dropped in 3.0 and kept from 3.1 on" {
  split 0 "$fixture/references.yaml"
  shape '.[7].responses["200"].content[].schema' '{"$ref":"#/$defs/name"}'
  local version
  for version in 3.1.0 3.2.0; do
    sed "s/^openapi: .*/openapi: $version/" "$fixture/references.yaml" >spec.yaml
    split 0 spec.yaml
    sound 9
    shape '.[7].responses["200"].content[].schema' '{"$ref":"#/$defs/name","maxLength":5,"description":"Short"}'
  done
}

@test "references: one that leads nowhere is told with its place, the operation is still there, exit 0" {
  document 'openapi: 3.1.0' '
  /a~b/{c}:
    get:
      parameters: [{$ref: "#/components/parameters/Gone"}, {name: q, in: query, schema: {$ref: "#/components/schemas/Gone", maxLength: 3}}]
      requestBody: {$ref: "#/components/requestBodies/Gone"}
      responses:
        "200": {description: ok, headers: {X-A: {$ref: "other.yaml#/X"}}, content: {a/b: {examples: {e: {$ref: "e.json"}}}}}
        "400": {$ref: "https://example.com/r.yaml#/R"}
  /b: {get: {responses: {"200": {description: ok, content: {a/b: {schema: {$ref: "#anchor"}}}}}}}
  /c: {get: {$ref: "operation.yaml"}}'
  split 0 spec.yaml
  sound 3
  shape '.[0].request' '{"parameters":[{"name":"q","in":"query","schema":{"maxLength":3}}],"body":{}}'
  shape '.[0].responses' '{"200":{"description":"ok","headers":{"X-A":{}},"content":{"a/b":{"examples":{"e":{}}}}},"400":{}}'
  local at='spec.yaml: #/paths/~1a~0b~1{c}/get'
  warned "$at/parameters/0/\$ref: the reference #/components/parameters/Gone leads nowhere in this document" \
    "$at/parameters/1/schema/\$ref: the reference #/components/schemas/Gone leads nowhere in this document" \
    "$at/requestBody/\$ref: the reference #/components/requestBodies/Gone leads nowhere in this document" \
    "$at/responses/200/headers/X-A/\$ref: the reference other.yaml#/X leads nowhere: cannot open other.yaml: No such file or directory" \
    "$at/responses/200/content/a~1b/examples/e/\$ref: the reference e.json leads nowhere: cannot open e.json: No such file or directory" \
    "$at/responses/400/\$ref: the reference https://example.com/r.yaml#/R leads nowhere: https://example.com/r.yaml is an address (--allow-remote)" \
    'spec.yaml: #/paths/~1b/get/responses/200/content/a~1b/schema/$ref: the reference #anchor leads nowhere in this document' \
    'spec.yaml: #/paths/~1c/get/$ref: the reference operation.yaml leads nowhere: cannot open operation.yaml: No such file or directory'
}

@test "references: operations beside that of a path item, and an operation that is one" {
  document 'openapi: 3.1.0' '
  /a: {$ref: "#/components/pathItems/Shared", get: {summary: own}}
  /b: {get: {$ref: "#/paths/~1a/get"}}' '
components: {pathItems: {Shared: {get: {summary: theirs}, post: {summary: theirs}}}}'
  split 0 spec.yaml
  sound 3
  shape 'map([.id, .summary])' '[["GET /a","own"],["POST /a","theirs"],["GET /b","own"]]'
}

@test "references: what stands beside one in place of paths or responses counts, and goes before" {
  document 'openapi: 3.0.0' '
  $ref: "#/x-paths"
  /own: {get: {responses: {$ref: "#/x-responses", 200: {description: mine}, 201: {description: made}}}}
  /both: {get: {responses: {200: {description: own}}}}' '
x-paths: {/both: {get: {responses: {200: {description: theirs}}}}, /theirs: {get: {responses: {}}}}
x-responses: {200: {description: theirs}, "500": {description: failed}}'
  split 0 spec.yaml
  [ ! -s err ]
  sound 3
  shape 'map([.id, .responses])' '[["GET /own",{"200":{"description":"mine"},"201":{"description":"made"},"500":{"description":"failed"}}],["GET /both",{"200":{"description":"own"}}],["GET /theirs",{}]]'
}

@test "of many warnings twenty are shown, the rest is counted" {
  document 'openapi: 3.0.0' "$(for i in $(seq 30); do echo "  /$i: {get: {responses: {200: {\$ref: '#/x'}}}}"; done)"
  split 0 spec.yaml
  sound 30
  [ "$(wc -l <err)" -eq 21 ]
  warned 'there are 10 more of these'
}

# hashes FILE: "id hash", sorted.
hashes() {
  cc-split "$1" | jq -r '"\(.id) \(.hash)"' | sort
}

@test "the hash changes with what the cases depend on, and of those operations only" {
  hashes "$fixture/hash.yaml" >before
  local edit want what
  while IFS='|' read -r want what edit; do
    sed "$edit" "$fixture/hash.yaml" >spec.yaml
    run ! cmp -s spec.yaml "$fixture/hash.yaml"
    hashes spec.yaml >after
    [ "$(wc -l <after)" -eq 3 ]
    [ "$(diff before after | sed -n 's/^> [A-Z]* \/\(.\).*/\1/p' | tr -d '\n')" = "$want" ] ||
      { echo "after a change of $what the hash of these changed, not of \"$want\":"; diff before after; return 1; }
  done <<'END'
ba|a bound in a schema, reached directly and through two references|s/maximum: 22/maximum: 23/
ba|a description in such a schema|s/minimum: 1}/minimum: 1, description: D}/
a|a parameter of the path|s/maxLength: 11/maxLength: 12/
a|the name of a parameter|s/name: trace/name: race/
ba|the security of all|s/name: X-Key/name: X-Other/
c|the security of one|s/security: \[\]/security: [{}]/
a|a description|s/Makes one/Makes two/
a|a summary|s/Make an A/Make one/
b|a response|s/Read$/Readable/
a|a status|s/"200": {description: Made}/"201": {description: Made}/
a|whether the body is required|s/requestBody:/requestBody:\n        required: true/
a|the name of a schema|s/Inner/Innermost/g
c|the path|s|/c:|/c/c:|
|a schema that nobody reaches|s/maximum: 33/maximum: 34/
|white space and comments|s/^  \/b:/\n# here\n  \/b:   # there/
|quotes|s/summary: Read B/summary: "Read B"/
|the order of keys|s/maximum: 22, minimum: 1/minimum: 1, maximum: 22/
|the title, tags and the operation id|s/Hash/Other/; s/letters/words/; s/makeA/createA/
END
}

@test "the hash is the same for JSON, YAML, and JSON in any order and layout" {
  need_shared specs
  local spec=$specs/petstore-minimal-3.0.json
  hashes "$spec" >before
  hashes "$specs/petstore-minimal-3.0.yaml" | cmp before -
  jq -S . "$spec" >sorted.json
  jq -c . "$spec" >compact.json
  jq --tab . "$spec" | sed 's/pet/\\u0070et/g; s/\\u0070ets"/pets"/' >escaped.json
  { echo '# YAML'; cat sorted.json; } >sorted.yaml
  local file
  for file in sorted.json compact.json escaped.json sorted.yaml; do
    hashes "$file" | diff before - || { echo "$file"; return 1; }
  done
}

@test "an operation that comes or goes changes no other's hash" {
  hashes "$fixture/hash.yaml" >before
  sed 's/^components:/  \/d: {get: {responses: {"200": {description: D, content: {a\/b: {schema: {$ref: "#\/components\/schemas\/Other"}}}}}}}\n&/' \
    "$fixture/hash.yaml" >spec.yaml
  hashes spec.yaml | grep -v 'GET /d' | cmp before -
}

# padded FILE: a description whose definitions are about a thousand bytes each: R0 to R5 in a row in the response,
# Ask and Both in the request.
padded() {
  jq -nc 'def pad($n): "x" * $n;
    {openapi: "3.0.0", info: {title: "T", version: "1"},
     paths: {"/a": {post: {description: pad(3000),
       requestBody: {description: "body", content: {"application/json": {example: {a: pad(100)}, schema: {"$ref": "#/components/schemas/Ask"}}}},
       responses: {"200": {description: pad(100), content: {"application/json": {schema: {"$ref": "#/components/schemas/R0"}, example: pad(100)}}}}}}},
     components: {schemas: (
       {Ask: {description: pad(3000), properties: {deep: {"$ref": "#/components/schemas/Both"}}},
        Both: {description: pad(3000), examples: [pad(1000)], title: pad(1000)},
        R5: {description: pad(1000), properties: {both: {"$ref": "#/components/schemas/Both"}}}}
       + ([range(5) | {("R\(.)"): {description: pad(1000), items: {"$ref": "#/components/schemas/R\(. + 1)"}}}] | add))}}' >"$1"
}

@test "--max-bytes: definitions that responses alone reach go first, the deepest before the others" {
  padded spec.json
  split 0 spec.json
  mv out uncut
  check '.[0] | has("cut") | not' uncut
  local size kept=6 now
  for size in 19000 18000 17000 16000 15000 14000 13000; do
    split 0 spec.json --max-bytes $size
    sound 1
    [ "$(wc -c <out)" -le "$((size + 1))" ] || { echo "$(wc -c <out) bytes, not $size"; return 1; }
    same 'what is not cut yet' 'del(."$defs", .cut)' uncut out
    check '.[0]."$defs" | (.Ask.description | length) == 3000 and (.Both.description | length) == 3000'
    # The first of them are whole, the next one is true, and what lies behind it is not reached any more.
    now=$(jq '[."$defs" | to_entries[] | select((.key | startswith("R")) and .value != true)] | length' out)
    check ".[0].\"\$defs\" | [to_entries[] | select(.key | startswith(\"R\")) | .key] == [range($((now < 6 ? now + 1 : 6))) | \"R\\(.)\"]"
    [ "$now" -eq 6 ] || check '.[0].cut == ["responses"]'
    [ "$now" -le "$kept" ] || { echo "at $size more is left than before"; return 1; }
    kept=$now
  done
  [ "$kept" -eq 0 ]
}

@test "--max-bytes: then schemas of responses, all but statuses, descriptions and examples, deep schemas of the request" {
  padded spec.json
  local size cut filter
  while IFS='|' read -r size cut filter; do
    split 0 spec.json --max-bytes "$size"
    sound 1
    [ "$(wc -c <out)" -le "$((size + 1))" ] || { echo "$(wc -c <out) bytes, not $size"; return 1; }
    check ".[0].cut == [$cut] and (.[0] | $filter)" || { echo "at $size"; return 1; }
  done <<'END'
11970|"responses"|.responses["200"].content["application/json"].schema == true and .responses["200"].description != null
11900|"responses"|.responses == {"200": {}} and (.description | length) == 3000
4200|"responses","descriptions","examples"|.responses == {"200": {}} and ."$defs".Ask.properties.deep == {"$ref": "#/$defs/Both"} and (."$defs".Both | keys) == ["title"] and (.description | length) == 2048 and (.request.body | has("description") == false)
3000|"responses","descriptions","examples","request"|."$defs".Ask.properties.deep == true and (."$defs" | has("Both") == false)
END
  # What cannot be made smaller comes all the same.
  split 0 spec.json --max-bytes 1024 -v
  sound 1
  [ "$(cat err)" = 'cc-split: 1 records are larger than 1024 bytes: there was nothing left to cut' ]
}

@test "--max-bytes: depth counts through references, and cycles end" {
  jq -nc '{openapi: "3.0.0", info: {title: "T", version: "1"},
    paths: {"/a": {post: {requestBody: {content: {"application/json": {schema: {"$ref": "#/components/schemas/N0"}}}}}}},
    components: {schemas: ([range(40) | {("N\(.)"): {title: ("t" * 200), properties: {next: {"$ref": "#/components/schemas/N\((. + 1) % 40)"}}}}] | add)}}' >spec.json
  local size last=41 now
  for size in 2500 2300 1800 1500 1024; do
    split 0 spec.json --max-bytes "$size"
    sound 1
    [ "$(wc -c <out)" -le "$((size + 1))" ]
    check '.[0].cut == ["request"]'
    now=$(jq '."$defs" | length' out)
    [ "$now" -lt "$last" ] && [ "$now" -ge 1 ] || { echo "$now at $size, $last before"; return 1; }
    last=$now
  done
}

@test "--max-bytes: big records of a real description are cut by default, and their hashes do not depend on it" {
  need_shared specs
  split 0 "$specs/stripe-3.0.json"
  awk 'length > 131072 { print substr($0, 1, 60), length; bad = 1 } END { exit bad }' out
  grep -c '"cut":\["responses"\]' out
  grep -o '"hash":"[^"]*"' out >default
  split 0 "$specs/stripe-3.0.json" --max-bytes 1024
  grep -o '"hash":"[^"]*"' out | cmp default -
}

# bad NAME CODE MESSAGE: the file of that name gives the exit code, this line on stderr, nothing on stdout.
bad() {
  split "$2" "$1" || return
  [ ! -s out ] || { echo "$1: something is on stdout"; return 1; }
  printf 'cc-split: %s\n' "$3" | diff - err || { echo "$1: another message"; return 1; }
}

@test "bad input: what is no description has one line that names file and line, and exit 3" {
  : >empty
  printf ' \n\t\n' >blank
  mkdir folder
  printf '\211PNG\r\n\032\n\0\0\0\rIHDR\0\0' >picture.png
  printf '\377\330\377\340\0\020JFIF' >picture.jpg
  printf '{"openapi": "3.0.0",\n "info": {"title": "T", "version": "1"},\n "paths": {"/a": {"get": {"summ' >half.json
  printf '{"openapi": "3.0.0",\n "paths": {},}\n' >comma.json
  printf '{"openapi": "3.0.0", "paths": {}} {}' >more.json
  printf 'openapi: 3.0.0\ninfo:\n\ttitle: T\npaths: {}\n' >tab.yaml
  printf 'openapi: 3.0.0\npaths:\n  /a: {}\n  /b: {}\n  /a: {}\n' >twice.yaml
  printf 'openapi: 3.0.0\npaths: {}\n---\nopenapi: 3.0.0\n' >two.yaml
  printf 'openapi: 3.0.0\npaths: *nobody\n' >alias.yaml
  printf 'openapi: 3.0.0\ninfo: {title: T, version: "1"}\n' >nothing.yaml
  printf 'openapi: 4.0.0\npaths: {}\n' >four.yaml
  printf 'swagger: "1.2"\npaths: {}\n' >one.yaml
  printf 'openapi: [3]\npaths: {}\n' >list.yaml
  printf 'paths: {}\n' >none.yaml
  printf 'just some words\n' >words.txt
  printf '[{"openapi": "3.0.0"}]' >array.json
  printf '{"openapi":"3.0.0","info":{"title":"a\0b"},"paths":{}}' >nul.json
  printf 'openapi: 3.0.0\npaths: {}\nx: "a\0b"\n' >nul.yaml
  printf '{"openapi":"3.0.0",\n"x":"a\377b","paths":{}}' >utf8.json
  printf 'openapi: 3.0.0\nx: "a\377b"\npaths: {}\n' >utf8.yaml
  mkfifo fifo
  local file message
  while IFS='|' read -r file message; do
    bad "$file" 3 "$message"
  done <<'END'
empty|empty is empty
blank|blank is empty
folder|folder is a directory, not an API description
missing|cannot open missing: No such file or directory
missing/spec.yaml|cannot open missing/spec.yaml: No such file or directory
fifo|fifo is a pipe: only one on stdin is read, as -
/dev/null|/dev/null is no regular file, not an API description
/dev/zero|/dev/zero is no regular file, not an API description
picture.png|picture.png:1: is not text
picture.jpg|picture.jpg:1: is not text
nul.json|nul.json:1: is not text
nul.yaml|nul.yaml:1: is not text
half.json|half.json:3:32: not JSON: at byte 93, in #/paths/~1a/get: the text ends inside a string
comma.json|comma.json:2:14: not JSON: at byte 34: a member name in quotes is expected
more.json|more.json:1:35: not JSON: at byte 34: something stands behind the value
tab.yaml|tab.yaml: neither JSON nor YAML: line 3, column 1: a tab cannot stand here; indent with blanks
twice.yaml|twice.yaml: neither JSON nor YAML: line 5, column 3: the key "/a" is in this mapping twice (first on line 3)
two.yaml|two.yaml: neither JSON nor YAML: line 3, column 1: a second document begins; give one document a file
alias.yaml|alias.yaml: neither JSON nor YAML: line 2, column 8: the alias *nobody has no anchor &nobody above it
utf8.json|utf8.json:2:7: not JSON: at byte 26, in #/x: this is not UTF-8
utf8.yaml|utf8.yaml: neither JSON nor YAML: line 2, column 6: invalid leading UTF-8 octet
nothing.yaml|nothing.yaml:1: nothing is described: no `paths`, `webhooks` or `components`
four.yaml|four.yaml:1: version "4.0.0" is not known: OpenAPI 3 and Swagger 2.0 are
one.yaml|one.yaml:1: version "1.2" is not known: OpenAPI 3 and Swagger 2.0 are
list.yaml|list.yaml:1: version [3] is not known: OpenAPI 3 and Swagger 2.0 are
none.yaml|none.yaml:1: no API description: neither `openapi` nor `swagger` stands at its top
words.txt|words.txt:1: no API description: neither `openapi` nor `swagger` stands at its top
array.json|array.json:1: no API description: neither `openapi` nor `swagger` stands at its top
END
}

@test "bad input: hostile depth and expansion are refused quickly" {
  head -c 1000000 /dev/zero | tr '\0' '[' >brackets.json
  { printf 'a: '; head -c 1000000 /dev/zero | tr '\0' '['; } >brackets.yaml
  { printf '{"a":'; head -c 1000000 /dev/zero | tr '\0' '['; } >inside.json
  head -c 1000000 /dev/zero | tr '\0' '-' | sed 's/-/- /g' >dashes.yaml
  { printf 'openapi: 3.0.0\npaths: {}\na0: &a0 [lol]\n'
    for i in $(seq 40); do
      printf 'a%d: &a%d [*a%d,*a%d,*a%d,*a%d,*a%d,*a%d,*a%d,*a%d]\n' "$i" "$i" $((i - 1)) $((i - 1)) $((i - 1)) \
        $((i - 1)) $((i - 1)) $((i - 1)) $((i - 1)) $((i - 1))
    done; } >laughs.yaml
  printf 'openapi: 3.0.0\npaths: &a {x: *a}\n' >itself.yaml
  local zeros
  zeros=$(printf '/0%.0s' $(seq 100))
  bad brackets.json 3 "brackets.json:1:769: not JSON: at byte 768, in #$zeros...: nested too deep"
  bad inside.json 3 "inside.json:1:773: not JSON: at byte 772, in #/a${zeros%/0}...: nested too deep"
  bad brackets.yaml 3 'brackets.yaml: neither JSON nor YAML: line 1, column 67: nested deeper than 64 levels'
  bad dashes.yaml 3 'dashes.yaml: neither JSON nor YAML: line 1, column 129: nested deeper than 64 levels'
  bad itself.yaml 3 'itself.yaml: neither JSON nor YAML: line 2, column 15: the alias *a stands inside its own anchor (line 2)'
  split 3 laughs.yaml
  [ ! -s out ]
  grep -qx 'cc-split: laughs.yaml: neither JSON nor YAML: line [0-9]*, column [0-9]*: more than 16000000 values, aliases expanded' err
}

@test "an additional operation does not take the id of one that has a place of its own" {
  document 'openapi: 3.2.0' '  /a: {get: {summary: first}, additionalOperations: {GET: {summary: second}, PUT: {}, LINK: {}}}'
  split 1 spec.yaml
  sound 3
  shape 'map(.id)' '["GET /a","PUT /a","LINK /a"]'
  check '.[0].summary == "first"'
  warned 'spec.yaml: #/paths/~1a/additionalOperations/GET: this method stands beside it too; only that one counts'
}

@test "a response that is no object is told; its status counts all the same" {
  document 'openapi: 3.0.0' '  /a: {get: {responses: {200: {description: d}, security: [{a: []}], 404: null, default: 7}}}'
  split 0 spec.yaml
  sound 1
  shape '.[0].responses' '{"200":{"description":"d"},"404":{},"default":{}}'
  warned 'spec.yaml: #/paths/~1a/get/responses/security: this response is not an object' \
    'spec.yaml: #/paths/~1a/get/responses/404: this response is not an object' \
    'spec.yaml: #/paths/~1a/get/responses/default: this response is not an object'
}

@test "Swagger: an array where an object should stand is no broken record" {
  printf '{"swagger":"2.0","paths":{"/a":{"get":{"responses":{
    "200":{"schema":{"type":"string"},"examples":[1]},"201":[{"o":[1]}],"202":{"headers":{"h":[{"in":"x"}]}}}}}}}' >spec.json
  split 0 spec.json
  [ "$(jq -c '.responses' out)" = '{"200":{"content":{"application/json":{"schema":{"type":"string"}}}},"201":{},"202":{"headers":{"h":{"schema":{}}}}}' ]
}

@test "an inlined part that is larger than any record leaves its operation out, not a hole in it" {
  jq -cn '[range(130)] as $n | {openapi: "3.0.0", paths: {
      "/a": {get: {responses: {"200": {"$ref": "#/components/responses/R"}}}},
      "/b": {get: {responses: {}}}},
    components: {
      responses: {R: {description: "r", headers: {h: {"$ref": "#/components/headers/H"}}}},
      headers: {H: {content: ($n | map({key: "a/b\(.)", value: {examples: ($n | map({key: "e\(.)",
        value: {"$ref": "#/components/examples/E"}}) | from_entries)}}) | from_entries)}},
      examples: {E: {value: ("v" * 2000)}}}}' >spec.json
  split 1 spec.json
  [ "$(jq -r '.id' out)" = "GET /b" ]
  grep -q '^cc-split: GET /a is left out' err
}

@test "300 allOf within one another go through" {
  { printf '{"openapi":"3.0.0","info":{"title":"T","version":"1"},"paths":{"/a":{"post":{"requestBody":{"content":{"a/b":{"schema":'
    printf '{"allOf":[%.0s' $(seq 300)
    printf '{"type":"string","minLength":3}'
    printf ']}%.0s' $(seq 300)
    printf '}}}}}}}'; } >spec.json
  split 0 spec.json
  [ "$(grep -o '"allOf"' out | wc -l)" -eq 300 ]
  grep -q '"minLength":3' out
  run -0 bash -c 'cc-assign -p builtin out | cc-call 2>&1 | wc -l'
  [ "$output" -eq 1 ]
}

@test "a mark of byte order is accepted" {
  document 'openapi: 3.0.0' '  /a: {get: {}}'
  { printf '\357\273\277'; cat spec.yaml; } >bom.yaml
  printf '\357\273\277{"openapi":"3.0.0","info":{"title":"T","version":"1"},"paths":{"/a":{"get":{}}}}' >bom.json
  split 0 spec.yaml
  jq -c 'del(.spec.source)' out >want
  local file
  # With a mark that says UTF-16, too.
  { printf '\377\376'; iconv -t UTF-16LE spec.yaml; } >wide.yaml
  { printf '\376\377'; tail -c +4 bom.json | iconv -t UTF-16BE; } >wide.json
  for file in bom.yaml bom.json wide.yaml wide.json; do
    split 0 $file
    jq -c 'del(.spec.source)' out | cmp want -
  done
}

@test "a description comes from stdin, with - and without an operand" {
  document 'openapi: 3.0.0' '  /a: {get: {}}'
  cc-split <spec.yaml >none
  cc-split - <spec.yaml >dash
  cc-split -- - <spec.yaml | cmp none -
  cmp none dash
  check '.[0] | .id == "GET /a" and .spec.source == "stdin"' none
  run -3 --separate-stderr cc-split </dev/null
  [ "$stderr" = 'cc-split: stdin is empty' ]
  run -3 --separate-stderr bash -c 'printf "{\n\n" | cc-split -'
  [ "$stderr" = 'cc-split: stdin:3:1: not JSON: at byte 3: a member name in quotes is expected' ] || { echo "$stderr"; return 1; }
}

@test "what cannot be read or written is exit 4" {
  document 'openapi: 3.0.0' '  /a: {get: {}}'
  run -4 --separate-stderr bash -c 'cc-split spec.yaml >/dev/full'
  [ "$stderr" = 'cc-split: cannot write to stdout: No space left on device' ]
  run -4 --separate-stderr bash -c 'cc-split spec.yaml >&-'
  [ "$stderr" = 'cc-split: cannot write to stdout: Bad file descriptor' ]
  run -4 --separate-stderr bash -c 'cc-split <&-'
  [ "$stderr" = 'cc-split: cannot read stdin: Bad file descriptor' ]
  run -4 bash -c 'cc-split --help >/dev/full'
  run -4 cc-split --log missing/log spec.yaml
  if [ "$(id -u)" -ne 0 ]; then
    chmod 000 spec.yaml
    bad spec.yaml 4 'cannot open spec.yaml: Permission denied'
  fi
}

@test "a reader that goes away is exit 141, without a word" {
  jq -nc '{openapi: "3.0.0", info: {title: "T", version: "1"},
    paths: ([range(4000) | {("/\(.)"): {get: {summary: ("s" * 100)}}}] | add)}' >spec.json
  run -0 --separate-stderr bash -c 'cc-split spec.json | head -1; echo "${PIPESTATUS[*]}"'
  [ "${lines[1]}" = '141 0' ]
  [ -z "$stderr" ]
}

@test "the command line" {
  document 'openapi: 3.0.0' '  /a: {get: {}}'
  run -0 --separate-stderr cc-split --help
  [[ $output == 'usage: cc-split '* && $output == *--max-bytes* && -z $stderr ]]
  run -0 cc-split --version
  [ "$output" = "cc-split (casecraft) $(cat "$ROOT/VERSION")" ]
  run -0 cc-split --list-options
  [[ $output == *--include-tag* && $output == *--webhooks* ]]
  local words
  while IFS='|' read -r words message; do
    # shellcheck disable=SC2086 # words
    run -2 --separate-stderr cc-split $words
    [[ -z $output && $stderr == *"$message"* ]] || { echo "$words: $output$stderr"; return 1; }
    [ "${#stderr_lines[@]}" -eq 1 ]
  done <<'END'
spec.yaml spec.yaml|one description at a time, not 2
--nonsense spec.yaml|unknown option --nonsense
-x spec.yaml|unknown option -x
--max-bytes|option --max-bytes needs a value
--max-bytes 12 spec.yaml|option --max-bytes takes a whole number from 1024 to
--max-bytes 1e6 spec.yaml|not "1e6"
--max-bytes 2048 --max-bytes 4096 spec.yaml|option --max-bytes is given twice
--webhooks=yes spec.yaml|option --webhooks takes no value
END
  run -0 cc-split --log log spec.yaml --include-tag x
  grep -q 'none of the 1 operations was asked for' log
}
