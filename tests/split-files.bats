# cc-split: descriptions of several files, from addresses, and schemas with names of their own.
load helper
load split

teardown() {
  provider_stop
}

# tree DIR: a description of several files, in every way in which people write them.
tree() {
  mkdir -p "$1/paths" "$1/schemas/deep" "$1/docs" "$1/examples"
  cat >"$1/api.yaml" <<'END'
openapi: 3.1.0
info: {title: Tree, version: "1", description: {$ref: docs/intro.md}}
tags: [{name: pets, description: {$ref: docs/pets.md}}]
paths:
  /pets: {$ref: paths/pets.yaml}
  /owners/{id}:
    parameters: [{$ref: 'parameters.json#/id'}]
    get: {$ref: 'paths/owners.yaml#/get'}
  /deep:
    get:
      responses:
        "200": {description: ok, content: {a/b: {schema: {$ref: 'schemas/deep/Node.yaml'}}}}
        "404": {$ref: 'responses.yaml#/NotFound', description: No such thing}
components:
  schemas: {$ref: schemas/index.yaml}
  examples: {Rex: {$ref: examples/rex.json}}
  securitySchemes: {$ref: 'security.yaml'}
security: [{key: []}]
END
  cat >"$1/paths/pets.yaml" <<'END'
parameters: {$ref: ../lists.yaml#/parameters}
get:
  responses:
    "200":
      description: ok
      content:
        application/json:
          schema: {type: array, items: {$ref: '../api.yaml#/components/schemas/Pet'}}
          examples: {rex: {$ref: '../api.yaml#/components/examples/Rex'}}
post:
  requestBody: {$ref: ../bodies.yaml}
  responses: {$ref: ../responses.yaml}
END
  cat >"$1/paths/owners.yaml" <<'END'
get: {responses: {"200": {description: ok, content: {a/b: {schema: {$ref: "../schemas/Owner.json"}}}}}}
END
  echo '{"id": {"name": "id", "in": "path", "required": true, "schema": {"$ref": "schemas/index.yaml#/Id"}}}' >"$1/parameters.json"
  echo 'parameters: [{name: limit, in: query, schema: {$ref: "schemas/my%20limit.yaml"}}]' >"$1/lists.yaml"
  echo 'content: {application/json: {schema: {$ref: "./schemas/./deep/../Pet.yaml"}}}' >"$1/bodies.yaml"
  echo '"201": {description: Made}
NotFound: {description: Not found, content: {a/b: {schema: {$ref: "api.yaml#/components/schemas/Problem"}}}}' >"$1/responses.yaml"
  echo 'Pet: {$ref: ./Pet.yaml}
Id: {type: string, maxLength: 7}
Problem: {type: object}' >"$1/schemas/index.yaml"
  cat >"$1/schemas/Pet.yaml" <<'END'
type: object
properties:
  name: {$ref: 'index.yaml#/Id'}
  owner: {$ref: Owner.json}
  kind: {$ref: '#/$defs/Kind'}
discriminator: {propertyName: kind, mapping: {dog: ./Dog.yaml, cat: 'Cat.yaml#/Cat'}}
$defs: {Kind: {enum: [dog, cat]}}
END
  echo 'properties: {bark: {$ref: "Pet.yaml#/$defs/Kind"}}' >"$1/schemas/Dog.yaml"
  echo 'Cat: {properties: {purr: {type: boolean}}}' >"$1/schemas/Cat.yaml"
  echo '{"type": "object", "properties": {"pets": {"type": "array", "items": {"$ref": "Pet.yaml"}}}}' >"$1/schemas/Owner.json"
  echo '{type: integer, maximum: 9}' >"$1/schemas/my limit.yaml"
  echo 'properties: {next: {$ref: Node.yaml}, up: {$ref: ../../schemas/deep/Node.yaml}}' >"$1/schemas/deep/Node.yaml"
  echo '{"value": {"name": "Rex"}}' >"$1/examples/rex.json"
  echo 'key: {type: apiKey, in: header, name: X-Key}' >"$1/security.yaml"
  printf '# Pets: all of them\n\t- `x`: [\n' | tee "$1/docs/intro.md" >"$1/docs/pets.md"
}

# named FILTER: of the definitions of all records, those whose name, without its digest, fits.
named() {
  jq -s --arg name "$1" '[.[]."$defs" | to_entries[] | select(.key | test("^\($name)~[0-9a-f]{8}$"))] | unique' out
}

@test "files: path items, operations, parameters, bodies, responses, schemas and examples from other files" {
  tree here
  split 0 here/api.yaml
  sound 4
  [ ! -s err ] || { cat err; return 1; }
  shape 'map(.id)' '["GET /pets","POST /pets","GET /owners/{id}","GET /deep"]'
  check 'all(.[]; .security == [[{scheme: "key", type: "apiKey", in: "header", name: "X-Key", scopes: []}]])'
  check '.[0:2] | all(.[]; .request.parameters | map(.name) == ["limit"])'
  check '.[0].responses["200"].content["application/json"].examples == {rex: {value: {name: "Rex"}}}'
  check '.[1] | (.request.body.content["application/json"].schema["$ref"] | startswith("#/$defs/Pet~0")) and .responses["201"].description == "Made"'
  check '.[2].request.parameters[0] | .name == "id" and .required and (.schema["$ref"] | startswith("#/$defs/Id~0"))'
  check '.[3].responses["404"].description == "No such thing" and (.[3]."$defs" | keys | map(sub("~.*"; ""))) == ["Node", "Problem"]'
  # One file is one definition, by whatever way it was reached.
  local name
  for name in Owner Kind Id Cat Dog Node 'my limit'; do
    named "$name" | jq -e 'map(.key) | unique | length == 1' >/dev/null || { echo "$name:"; named "$name"; return 1; }
  done
  named Node | jq -e '.[0].value.properties | .next == .up' >/dev/null
  # An entry of an index that is only a reference is a definition beside the one that it leads to.
  named Pet | jq -e 'length == 2 and (.[1].value | keys == ["$ref"])' >/dev/null
  named Pet | jq -e '.[0].value.discriminator.mapping | keys == ["cat", "dog"] and all(.[]; test("^#/\\$defs/(Cat|Dog)~0[0-9a-f]{8}$"))' >/dev/null
}

@test "files: names and hashes depend neither on where the files lie, nor on how the first one is called or written" {
  tree here
  split 0 here/api.yaml
  jq -c 'del(.spec.source)' out >want
  mkdir away
  mv here "away/other place"
  (cd "away/other place" && timeout 30 cc-split api.yaml) | jq -c 'del(.spec.source)' | cmp want -
  (cd away && timeout 30 cc-split "other place/paths/../api.yaml") | jq -c 'del(.spec.source)' | cmp want -
  (cd "away/other place" && timeout 30 cc-split - <api.yaml) | jq -r .hash >hashes
  jq -r .hash want | cmp - hashes
}

@test "files: a change in one of them changes the hash of the operations that reach it, and of no other" {
  tree here
  local before after want file edit
  before=$(cc-split here/api.yaml | jq -r .hash)
  while IFS='|' read -r want file edit; do
    cp "here/$file" saved
    sed -i "$edit" "here/$file"
    after=$(cc-split here/api.yaml | jq -r .hash)
    cp saved "here/$file"
    [ "$(paste -d' ' <(echo "$before") <(echo "$after") | awk '$1 != $2 { printf NR - 1 }')" = "$want" ] ||
      { echo "$file changed, and not $want"; return 1; }
  done <<'END'
012|schemas/index.yaml|s/maxLength: 7/maxLength: 8/
012|schemas/Cat.yaml|s/boolean/string/
01|schemas/my limit.yaml|s/9/10/
3|schemas/deep/Node.yaml|s/next/nearby/
0123|security.yaml|s/X-Key/X-Other/
0|examples/rex.json|s/Rex/Max/
13|responses.yaml|s/Problem/Pet/
END
}

@test "files: the examples of the shared folder, with and without leave to look outside" {
  need_shared specs
  local spec=$specs/petstore-separate/spec/swagger.yaml
  split 0 "$spec" --allow-outside
  sound 4
  [ ! -s err ]
  check 'all(.[]; .responses.default.content["application/json"].schema["$ref"] | startswith("#/$defs/Error~0"))'
  check '.[0]."$defs" | to_entries | any(.[]; (.key | startswith("Error~")) and (.value.properties | has("code")))'
  split 0 "$spec"
  sound 4
  [ "$(grep -c ': the reference ../common/Error.yaml leads nowhere: .*/common/Error.yaml lies outside of the folder of the description (--allow-outside)$' err)" -eq 4 ]
  [ "$(wc -l <err)" -eq 4 ]
}

@test "files: what lies outside of the folder, is no regular file, or is no file at all is not read" {
  mkdir in out.d
  echo 'type: string' >out.d/secret.yaml
  ln -s ../out.d/secret.yaml in/link.yaml
  ln -s ../out.d in/folder
  ln -s inner.yaml in/fine.yaml
  echo 'type: boolean' >in/inner.yaml
  mkfifo in/fifo
  mkdir in/dir
  local what reason
  while IFS='|' read -r what reason; do
    printf 'openapi: 3.0.0\npaths: {/a: {get: {responses: {"200": {description: d, content: {a/b: {schema: {$ref: "%s"}}}}}}}}\n' "$what" >in/api.yaml
    split 0 in/api.yaml
    if [ -z "$reason" ]; then
      [ ! -s err ] || { cat err; return 1; }
      check '.[0]."$defs" | map(.type) == ["boolean"]'
      continue
    fi
    check '.[0].responses["200"].content["a/b"].schema == {} and .[0]."$defs" == {}'
    warned "in/api.yaml: #/paths/~1a/get/responses/200/content/a~1b/schema/\$ref: the reference $what leads nowhere: $reason"
  done <<END
../out.d/secret.yaml|in/../out.d/secret.yaml lies outside of the folder of the description (--allow-outside)
link.yaml|in/link.yaml lies outside of the folder of the description (--allow-outside)
folder/secret.yaml|in/folder/secret.yaml lies outside of the folder of the description (--allow-outside)
$PWD/out.d/secret.yaml|$PWD/out.d/secret.yaml lies outside of the folder of the description (--allow-outside)
file://$PWD/out.d/secret.yaml|$PWD/out.d/secret.yaml lies outside of the folder of the description (--allow-outside)
/dev/zero|/dev/zero lies outside of the folder of the description (--allow-outside)
fifo|in/fifo is a pipe: only one on stdin is read, as -
dir|in/dir is a directory, not an API description
gone.yaml#/X|cannot open in/gone.yaml: No such file or directory
gopher://example.com/x|gopher://example.com/x is no file and no address
https://example.com/x.yaml|https://example.com/x.yaml is an address (--allow-remote)
fine.yaml|
$PWD/in/inner.yaml|
file://$PWD/in/inner.yaml|
END
  for what in ../out.d/secret.yaml link.yaml "$PWD/out.d/secret.yaml"; do
    printf 'openapi: 3.0.0\npaths: {/a: {get: {responses: {"200": {description: d, content: {a/b: {schema: {$ref: "%s"}}}}}}}}\n' "$what" >in/api.yaml
    split 0 in/api.yaml --allow-outside
    [ ! -s err ]
    check '.[0]."$defs" | map(.type) == ["string"]'
  done
}

@test "files: one that is broken is told with its line, and the operation still comes" {
  printf 'type: object\nproperties:\n\tname: {}\n' >tab.yaml
  printf '{"type": "object",\n "x": }' >bad.json
  : >empty.yaml
  printf '\0\1\2' >binary
  document 'openapi: 3.0.0' '
  /tab: {get: {responses: {"200": {description: d, content: {a/b: {schema: {$ref: tab.yaml}}}}}}}
  /bad: {get: {responses: {"200": {description: d, content: {a/b: {schema: {$ref: bad.json}}}}}}}
  /empty: {get: {responses: {"200": {$ref: empty.yaml}}}}
  /binary: {get: {parameters: [{$ref: binary}]}}'
  split 0 spec.yaml
  sound 4
  warned 'spec.yaml: #/paths/~1tab/get/responses/200/content/a~1b/schema/$ref: the reference tab.yaml leads nowhere: tab.yaml: neither JSON nor YAML: line 3, column 1: a tab cannot stand here; indent with blanks' \
    'spec.yaml: #/paths/~1bad/get/responses/200/content/a~1b/schema/$ref: the reference bad.json leads nowhere: bad.json:2:7: not JSON: at byte 25, in #/x: a value is expected' \
    'spec.yaml: #/paths/~1empty/get/responses/200/$ref: the reference empty.yaml leads nowhere: empty.yaml is empty' \
    'spec.yaml: #/paths/~1binary/get/parameters/0/$ref: the reference binary leads nowhere: binary:1: is not text'
  # Warnings about places in other files name them.
  mkdir parts
  echo 'get: {parameters: [{in: query}], responses: {"200": {$ref: "#/Gone"}}}' >parts/item.yaml
  document 'openapi: 3.0.0' '  /a: {$ref: parts/item.yaml}'
  split 0 spec.yaml
  warned 'parts/item.yaml: #/get/parameters/0: this parameter has no name or no place (`in`)' \
    'parts/item.yaml: #/get/responses/200/$ref: the reference #/Gone leads nowhere in this document'
}

@test "files: circles through several of them end" {
  echo '{$ref: b.yaml}' >a.yaml
  echo '{$ref: a.yaml}' >b.yaml
  echo 'properties: {more: {$ref: d.yaml}}' >c.yaml
  echo 'items: {$ref: c.yaml}' >d.yaml
  document 'openapi: 3.0.0' '
  /a: {get: {parameters: [{$ref: a.yaml}], responses: {}}}
  /b: {post: {requestBody: {content: {a/b: {schema: {$ref: c.yaml}}}}}}
  /c: {$ref: a.yaml}'
  split 1 spec.yaml
  sound 2
  check '(.[0].request.parameters == []) and (.[1]."$defs" | length == 2)'
  warned 'spec.yaml: #/paths/~1a/get/parameters/0/$ref: the reference a.yaml goes round in a circle' \
    'spec.yaml: #/paths/~1c/$ref: the reference a.yaml goes round in a circle'
}

@test "files: a map that is one reference is what that leads to, and a property may be called \$ref" {
  echo 'name: {type: string}' >properties.yaml
  echo '- {type: object}' >all.yaml
  echo '"200": {description: ok, headers: {$ref: "headers.yaml"}}' >responses.yaml
  echo 'X-A: {schema: {type: string}}' >headers.yaml
  document 'openapi: 3.1.0' '
  /a:
    post:
      requestBody: {content: {$ref: "#/components/content"}}
      responses: {$ref: responses.yaml}' '
components:
  content: {a/b: {schema: {properties: {$ref: properties.yaml}, allOf: {$ref: all.yaml}, patternProperties: {$ref: {type: integer}}}}}'
  split 0 spec.yaml
  [ ! -s err ] || { cat err; return 1; }
  check '.[0].request.body.content["a/b"].schema == {properties: {name: {type: "string"}}, allOf: [{type: "object"}], patternProperties: {"$ref": {type: "integer"}}}'
  check '.[0].responses["200"].headers == {"X-A": {schema: {type: "string"}}}'
}

@test "schemas with \$id and \$anchor are found by these names from OpenAPI 3.1 on" {
  document 'openapi: 3.1.0' '
  /a:
    get:
      responses:
        "200":
          description: ok
          content:
            a/b:
              schema:
                anyOf:
                  - {$ref: "https://example.com/schemas/pet"}
                  - {$ref: "https://example.com/schemas/pet#tail"}
                  - {$ref: "#head"}
                  - {$ref: "https://example.com/schemas/inner/leg#/$defs/Toe"}
                  - {$ref: "#/components/schemas/Pet/properties/tail"}
                  - {$dynamicRef: "#top", title: dynamic}' '
components:
  schemas:
    Pet:
      $id: https://example.com/schemas/pet
      properties:
        tail: {$anchor: tail, type: string, maxLength: 1}
        self: {$ref: "#"}
        leg: {$ref: "inner/leg"}
        named: {$ref: "#/$defs/Named"}
        far: {$ref: "#/components/schemas/Far"}
      $defs:
        Named: {type: string, maxLength: 2}
        Leg: {$id: inner/leg, type: object, $defs: {Toe: {type: string, maxLength: 3}}, properties: {toe: {$ref: "#/$defs/Toe"}}}
    Head: {$anchor: head, $dynamicAnchor: top, type: string, maxLength: 4}
    Far: {type: string, maxLength: 5, example: {$id: "https://example.com/schemas/pet"}}'
  split 0 spec.yaml
  sound 1
  [ ! -s err ] || { cat err; return 1; }
  check '.[0] as $r | $r.responses["200"].content["a/b"].schema.anyOf | map(."$ref"[8:] | gsub("~0"; "~")) | map($r."$defs"[.])
    | .[0].properties.self == {"$ref": "#/$defs/Pet"} and (.[1:] | map(.maxLength) == [1, 4, 3, 1, 4])
    and ($r.responses["200"].content["a/b"].schema.anyOf[5] == {"$ref": "#/$defs/Head", title: "dynamic"})'
  check '.[0]."$defs" | [.Pet.properties | .leg, .named, .far | ."$ref"] | map(test("^#/\\$defs/(Leg|Named|Far)(~0[0-9a-f]{8})?$")) | all'
  # They are names for references alone, and would make those of a record lead elsewhere.
  check '.[0]."$defs" | [.. | objects | select(has("$anchor") or has("$dynamicAnchor"))] == [] and (.Pet | has("$id") | not)'
  # Before 3.1 they are none.
  sed -i 's/^openapi: .*/openapi: 3.0.3/' spec.yaml
  split 0 spec.yaml
  [ "$(grep -c 'leads nowhere' err)" -gt 3 ]
}

@test "files: that only a mapping names are read, too" {
  printf 'discriminator: {propertyName: kind, mapping: {dog: Dog.json, cat: ./Cat.yaml}}\n' >pet.yaml
  echo '{"type": "string"}' >Dog.json
  echo 'type: boolean' >Cat.yaml
  document 'openapi: 3.0.0' '  /a: {get: {responses: {"200": {description: d, content: {a/b: {schema: {$ref: pet.yaml}}}}}}}'
  split 0 spec.yaml
  [ ! -s err ]
  check '.[0]."$defs" | map(.type) | sort == [null, "boolean", "string"]'
}

@test "a description has the name that it gives itself from OpenAPI 3.1 on" {
  printf '%s\n' '$self: https://example.com/api/v1' 'openapi: 3.2.0' 'paths:' '  /a: {get: {responses: {"200": {description: d, content: {a/b: {schema: {' \
    '    anyOf: [{$ref: "https://example.com/api/v1#/components/schemas/A"}, {$ref: "v1#/components/schemas/A"}, {$ref: "here.yaml"}]}}}}}}}' \
    'components: {schemas: {A: {type: string}}}' >spec.yaml
  echo 'type: boolean' >here.yaml
  split 0 spec.yaml
  [ ! -s err ] || { cat err; return 1; }
  check '.[0]."$defs" | keys[0] == "A" and (map(.type) == ["string", "boolean"])'
}

@test "a plain name in a mapping or a reference is that of a schema" {
  document 'openapi: 3.0.0' '
  /a: {get: {responses: {"200": {description: ok, content: {a/b: {schema: {$ref: "#/components/schemas/Pet"}}}}}}}' '
components:
  schemas:
    Pet: {discriminator: {propertyName: kind, mapping: {cat: Cat, dog: "#/components/schemas/Dog", cow: Nothing}}}
    Cat: {type: object}
    Dog: {items: {$ref: Cat}}'
  split 0 spec.yaml
  [ ! -s err ]
  check '.[0]."$defs".Pet.discriminator.mapping == {cat: "#/$defs/Cat", dog: "#/$defs/Dog", cow: "Nothing"}'
  check '.[0]."$defs".Dog.items == {"$ref": "#/$defs/Cat"}'
}

# served: a folder `scripts` whose files the loopback provider serves as /NAME, from tree `here`.
served() {
  mkdir -p scripts
  provider_start -s scripts
  local url=$PROVIDER_URL
  cat >scripts/api.json <<END
{"openapi": "3.0.0", "info": {"title": "T", "version": "1"}, "paths": {
  "/a": {"get": {"responses": {"200": {"description": "ok", "content": {"a/b": {"schema": {"\$ref": "pet#/Pet"}}}}}}},
  "/b": {"get": {"responses": {"200": {"description": "ok", "content": {"a/b": {"schema": {"\$ref": "file:///etc/passwd"}}}}}}}}}
END
  echo 'Pet: {type: object, properties: {more: {$ref: "./pet#/Pet"}}}' >scripts/pet.yaml
  echo 'body-file api.json' >scripts/api.script
  echo 'body-file pet.yaml' >scripts/pet.script
  printf '%s\n' 'status 302' 'header Location: /api' >scripts/moved.script
  printf 'status 404\n' >scripts/none.script
  URL=$url
}

@test "addresses: a description by its URL, and references beside it with --allow-remote alone" {
  served
  split 0 "$URL/api"
  sound 2
  shape 'map(.spec.source) | unique' "[\"$URL/api\"]"
  warned "$URL/api: #/paths/~1a/get/responses/200/content/a~1b/schema/\$ref: the reference pet#/Pet leads nowhere: $URL/pet is an address (--allow-remote)" \
    "$URL/api: #/paths/~1b/get/responses/200/content/a~1b/schema/\$ref: the reference file:///etc/passwd leads nowhere: file:///etc/passwd is no address, and the document comes from one"
  split 0 "$URL/api" --allow-remote
  check '.[0]."$defs" | length == 1 and (.[].properties.more["$ref"] | startswith("#/$defs/Pet~0"))'
  [ "$(wc -l <err)" -eq 1 ]
  stat_is .connections 2
  # After a redirect, references are read beside the place it led to; a user and a password stay behind.
  split 0 "${URL/:\/\//://user:secret@}/moved" --allow-remote
  shape 'map(.spec.source) | unique' "[\"$URL/moved\"]"
  check '.[0]."$defs" | length == 1'
  run ! grep -rq secret out err
  echo "openapi: 3.0.0
paths: {/a: {get: {responses: {\"200\": {\$ref: \"https://user:secret@127.0.0.1:1/r#/R\"}}}}}" >spec.yaml
  split 0 spec.yaml
  warned 'spec.yaml: #/paths/~1a/get/responses/200/$ref: the reference https://127.0.0.1:1/r#/R leads nowhere: https://127.0.0.1:1/r is an address (--allow-remote)'
  split 0 spec.yaml --allow-remote
  run ! grep -rq secret out err
  echo 'Pet: {$ref: "//user:secret@127.0.0.1:1/pet"}' >scripts/pointing.yaml
  echo 'body-file pointing.yaml' >scripts/pointing.script
  echo "openapi: 3.0.0
paths: {/a: {get: {responses: {\"200\": {description: ok, content: {a/b: {schema: {\$ref: \"$URL/pointing#/Pet\"}}}}}}}}" >spec.yaml
  split 0 spec.yaml --allow-remote
  grep -q 'the reference //127.0.0.1:1/pet leads nowhere: ' err
  run ! grep -rq secret out err
  # A document from an address does not reach a file, even if the description itself is one.
  echo 'type: string' >secret.yaml
  echo "Pet: {\$ref: \"file://$PWD/secret.yaml\"}" >scripts/thief.yaml
  echo 'body-file thief.yaml' >scripts/thief.script
  echo "openapi: 3.0.0
paths: {/a: {get: {responses: {\"200\": {description: ok, content: {a/b: {schema: {anyOf: [{\$ref: \"$URL/thief#/Pet\"}, {\$ref: \"file://$PWD/secret.yaml\"}]}}}}}}}}" >spec.yaml
  split 0 spec.yaml --allow-remote
  check '.[0]."$defs" | map(.) | sort == [{}, {type: "string"}]'
  warned "$URL/thief: #/Pet/\$ref: the reference file://$PWD/secret.yaml leads nowhere: file://$PWD/secret.yaml is no address, and the document comes from one"
  # From a file, too.
  echo "openapi: 3.0.0
paths: {/a: {get: {responses: {\"200\": {description: ok, content: {a/b: {schema: {\$ref: \"$URL/pet#/Pet\"}}}}}}}}" >spec.yaml
  split 0 spec.yaml --allow-remote
  [ ! -s err ]
  check '.[0]."$defs" | length == 1'
}

@test "addresses: a signal while one is waited for ends it all, without a word about references" {
  mkdir helper
  printf '#!/bin/sh\n: >asked\nexec sleep 30\n' >helper/cc-fetch
  chmod +x helper/cc-fetch
  echo "openapi: 3.0.0
paths: {/a: {\$ref: \"https://127.0.0.1:1/r#/R\"}}" >spec.yaml
  CASECRAFT_LIBEXECDIR=$PWD/helper cc-split --allow-remote spec.yaml >out 2>err 3>&- &
  local pid=$! code=0
  for _ in $(seq 100); do [ -e asked ] || sleep 0.05; done
  kill -TERM "$pid"
  wait "$pid" || code=$?
  [ "$code" -eq 143 ]
  [ ! -s out ] && [ ! -s err ] || { cat err; return 1; }
}

@test "addresses: headers from a file go to the host of the description, and what cannot be had is exit 4" {
  served
  printf '# mine\nX-Token: t0psecret\n' >headers
  split 0 "$URL/api" --header-file headers
  curl -s "$URL/__last" | jq -e '.headers["x-token"] == "t0psecret"'
  run ! grep -q t0psecret out err
  split 4 "$URL/none"
  grep -q "^cc-split: $URL/none: .*404" err
  split 4 http://127.0.0.1:1/api.json
  grep -q '^cc-split: http://127.0.0.1:1/api.json: ' err
  split 4 "$URL/api" --header-file nowhere
  printf 'no colon\n' >headers
  split 4 "$URL/api" --header-file headers
  grep -q 'headers:1' err
  split 2 spec.yaml --header-file headers
  [ "$(cat err)" = 'cc-split: option --header-file is for a description from a URL: its headers go to no other host' ]
  split 3 "$URL/pet"
  grep -q "^cc-split: $URL/pet:1: no API description" err
}
