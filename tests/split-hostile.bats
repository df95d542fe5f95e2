# cc-split: descriptions made to hang it, to fill the memory, to climb out or to be misread.
# shellcheck disable=SC2154 # stderr is set by run --separate-stderr
load helper

# A sanitizer's build keeps terabytes of addresses and takes its time.
setup() {
  cd "$BATS_TEST_TMPDIR" || return
  limit=1572864 within=10
  case ${BUILD##*/} in
  build-*) limit=unlimited within=100 ;;
  esac
}

# split CODE SPEC [OPTION...]: the records are in `out`, the messages in `err`; within ten seconds of
# the processor, on a machine that may be busy, and 1.5 GB.
split() {
  local want=$1 spec=$2 got=0
  shift 2
  (ulimit -v "$limit" && ulimit -t "$within" && exec timeout $((within * 10)) cc-split "$@" "$spec") >out 2>err </dev/null || got=$?
  [ "$got" -eq "$want" ] || { echo "cc-split $* $spec: exit code $got, not $want"; cut -c1-400 err; return 1; }
}

# bad NAME MESSAGE: the file of that name gives exit code 3, this one line on stderr, nothing on stdout.
bad() {
  split 3 "$1" || return
  [ ! -s out ] || { echo "$1: something is on stdout"; return 1; }
  printf 'cc-split: %s\n' "$2" | diff - err || { echo "$1: another message"; return 1; }
}

# deep NAME PLACE: refused at that place for its depth, in a message of bounded length.
deep() {
  split 3 "$1" || return
  [ ! -s out ] || { echo "$1: something is on stdout"; return 1; }
  [ "$(wc -c <err)" -lt 400 ]
  [[ $(cat err) == "cc-split: $2, in #/"*'...: nested too deep' ]] || { cut -c1-400 err; return 1; }
}

# warned LINE...: these lines are on stderr, each once.
warned() {
  local line
  for line; do
    [ "$(grep -cxF "cc-split: warning: $line" err)" -eq 1 ] || { echo "no warning: $line"; cat err; return 1; }
  done
}

# check FILTER: the jq filter is true of the records, taken as one array.
check() {
  jq -es "$1" out >check.out || { echo "not so: $1"; cut -c1-2000 out; return 1; }
}

# document PATHS [REST]: a small description in YAML, in `spec.yaml`.
document() {
  printf 'openapi: 3.1.0\ninfo: {title: T, version: "1"}\npaths:\n%s\n%s\n' "$1" "${2:-}" >spec.yaml
}

# many BYTE COUNT: that byte, so many times.
many() {
  head -c "$2" /dev/zero | tr '\0' "$1"
}

# repeat N TEXT: the text, so many times.
repeat() {
  yes -- "$2" | head -n "$1" | tr -d '\n'
}

@test "a million brackets, alone and inside, as JSON" {
  many '[' 1000000 >alone.json
  { printf '{"a":'; many '[' 1000000; } >array.json
  repeat 200000 '{"a":' >object.json
  within=2
  deep alone.json 'alone.json:1:769: not JSON: at byte 768'
  deep array.json 'array.json:1:773: not JSON: at byte 772'
  deep object.json 'object.json:1:3841: not JSON: at byte 3840'
}

@test "200 KB of nesting as YAML, in milliseconds" {
  { printf 'a: '; many '[' 200000; } >flow.yaml
  repeat 100000 '- ' >block.yaml
  { printf '# not JSON\n'; repeat 40000 '{a: '; } >map.yaml
  repeat 100000 '? ' >key.yaml
  within=2
  bad flow.yaml 'flow.yaml: neither JSON nor YAML: line 1, column 67: nested deeper than 64 levels'
  bad block.yaml 'block.yaml: neither JSON nor YAML: line 1, column 129: nested deeper than 64 levels'
  bad map.yaml 'map.yaml: neither JSON nor YAML: line 2, column 257: nested deeper than 64 levels'
  bad key.yaml 'key.yaml: neither JSON nor YAML: line 1, column 3: the key is a sequence or a mapping; JSON keys are text'
}

@test "1,000 levels of JSON are refused, 700 in an extension go through" {
  nest() {
    printf '{"openapi":"3.0.0","info":{"title":"T","version":"1"},"paths":{"/a":{"get":{"x-deep":'
    repeat "$1" '{"a":'
    printf 1
    repeat "$1" '}'
    printf '}}}}'
  }
  nest 1000 >thousand.json
  nest 700 >fine.json
  deep thousand.json 'thousand.json:1:3906: not JSON: at byte 3905'
  split 0 fine.json
  check 'map(.id) == ["GET /a"]'
}

@test "300 allOf within one another keep the innermost" {
  { printf '{"openapi":"3.0.0","info":{"title":"T","version":"1"},"paths":{"/a":{"post":{"requestBody":{"content":{"a/b":{"schema":'
    repeat 300 '{"allOf":['
    printf '{"type":"string","minLength":3}'
    repeat 300 ']}'
    printf '}}}}}}}'; } >spec.json
  split 0 spec.json
  [ "$(grep -o '{"allOf":\[' out | wc -l)" -eq 300 ]
  grep -qF '[{"type":"string","minLength":3}]}' out
}

@test "a billion laughs, by aliases and by merge keys" {
  { printf 'openapi: 3.0.0\npaths: {}\na0: &a0 [lol]\n'
    for i in $(seq 40); do
      printf 'a%d: &a%d [%s]\n' "$i" "$i" "$(repeat 8 "*a$((i - 1)),")"
    done; } >aliases.yaml
  { printf 'openapi: 3.0.0\npaths: {}\na0: &a0 {k: lol}\n'
    for i in $(seq 40); do
      printf 'a%d: &a%d {p: *a%d, q: *a%d, r: *a%d, <<: *a%d}\n' "$i" "$i" $((i - 1)) $((i - 1)) $((i - 1)) $((i - 1))
    done; } >merges.yaml
  local file
  for file in aliases.yaml merges.yaml; do
    split 3 $file
    [ ! -s out ]
    grep -qxE "cc-split: $file: neither JSON nor YAML: line [0-9]+, column [0-9]+: (more than 16000000 values, aliases expanded|.*larger than 256 MiB.*)" err ||
      { cat err; return 1; }
  done
}

@test "a long text, again and again by aliases, stops at the size of a description" {
  { printf 'openapi: 3.0.0\npaths: {}\nt: &t "'; many x 1000000; printf '"\nl: ['; repeat 2000 '*t,'; printf ']\n'; } >spec.yaml
  split 3 spec.yaml
  [ ! -s out ]
  [ "$(wc -l <err)" -eq 1 ]
}

@test "an alias inside its own anchor" {
  printf 'openapi: 3.0.0\npaths: &a {x: *a}\n' >map.yaml
  printf 'openapi: 3.0.0\npaths: {}\nx: &a [1, [*a]]\n' >list.yaml
  printf 'openapi: 3.0.0\npaths: {}\nx: &a {<<: *a}\n' >merge.yaml
  bad map.yaml 'map.yaml: neither JSON nor YAML: line 2, column 15: the alias *a stands inside its own anchor (line 2)'
  bad list.yaml 'list.yaml: neither JSON nor YAML: line 3, column 12: the alias *a stands inside its own anchor (line 3)'
  bad merge.yaml 'merge.yaml: neither JSON nor YAML: line 3, column 12: the alias *a stands inside its own anchor (line 3)'
}

@test "schemas that reference themselves and each other, in responses and in the body" {
  document '
  /a: {get: {responses: {"200": {description: D, content: {a/b: {schema: {$ref: "#/components/schemas/Self"}}}}}}}
  /b: {post: {requestBody: {content: {a/b: {schema: {$ref: "#/components/schemas/One"}}}}, responses: {}}}
  /c: {post: {requestBody: {content: {a/b: {schema: {$ref: "#/components/schemas/Tree"}}}}, responses: {}}}' '
components:
  schemas:
    Self: {$ref: "#/components/schemas/Self"}
    One: {$ref: "#/components/schemas/Two"}
    Two: {$ref: "#/components/schemas/One"}
    Tree: {type: object, properties: {left: {$ref: "#/components/schemas/Tree"}, right: {allOf: [{$ref: "#/components/schemas/Tree"}]}}}'
  split 0 spec.yaml
  check 'map(."$defs") == [
    {Self: {"$ref": "#/$defs/Self"}},
    {One: {"$ref": "#/$defs/Two"}, Two: {"$ref": "#/$defs/One"}},
    {Tree: {type: "object", properties: {left: {"$ref": "#/$defs/Tree"}, right: {allOf: [{"$ref": "#/$defs/Tree"}]}}}}]'
  # With little room, too: the request side stays.
  split 0 spec.yaml --max-bytes 1024
  check '.[2]."$defs".Tree.type == "object"'
}

@test "parameters, bodies, responses, headers and path items that reference themselves are told" {
  document '
  /a:
    post:
      parameters: [{$ref: "#/components/parameters/P"}, {$ref: "#/paths/~1a/post/parameters/1"}]
      requestBody: {$ref: "#/components/requestBodies/B"}
      responses: {"200": {$ref: "#/components/responses/R"}, "400": {description: D, headers: {H: {$ref: "#/components/headers/H"}}}}
  /b: {$ref: "#/paths/~1b"}
  /c: {$ref: "#/paths/~1d"}
  /d: {$ref: "#/paths/~1c"}' '
components:
  parameters: {P: {$ref: "#/components/parameters/Q"}, Q: {$ref: "#/components/parameters/P"}}
  requestBodies: {B: {$ref: "#/components/requestBodies/B"}}
  responses: {R: {$ref: "#/components/responses/R"}}
  headers: {H: {content: {a/b: {examples: {e: {$ref: "#/components/headers/H/content/a~1b/examples/e"}}}}}}'
  split 1 spec.yaml
  check 'map(.id) == ["POST /a"] and (.[0].request | .parameters == [] and .body == {})'
  [ "$(grep -c '^cc-split: warning: spec.yaml: #/' err)" -eq 8 ] || { cat err; return 1; }
  grep -qxF 'cc-split: warning: spec.yaml: #/paths/~1b/$ref: the reference #/paths/~1b goes round in a circle' err
}

@test "10,000 schemas, each the next, give all operations and all definitions" {
  jq -nc '[range(10000) | {("S\(.)"): {"$ref": "#/components/schemas/S\(. + 1)"}}] | add
    | .S10000 = {type: "string"}
    | {openapi: "3.0.0", info: {title: "T", version: "1"}, components: {schemas: .},
       paths: ([range(5) | {("/a\(.)"): {post: {requestBody: {content: {"a/b": {schema: {"$ref": "#/components/schemas/S\(. * 2000)"}}}}}}}] | add)}' >spec.json
  split 0 spec.json
  [ ! -s err ]
  check 'map(."$defs" | length) == [10001, 8001, 6001, 4001, 2001] and all(.[]; ."$defs".S10000 == {type: "string"})'
}

@test "10,000 parameters, each the next, are bounded, and the operation is still there" {
  jq -nc '[range(10000) | {("P\(.)"): {"$ref": "#/components/parameters/P\(. + 1)"}}] | add
    | .P10000 = {name: "q", in: "query", schema: {type: "string"}}
    | {openapi: "3.0.0", info: {title: "T", version: "1"}, components: {parameters: .},
       paths: {"/a": {get: {parameters: [{"$ref": "#/components/parameters/P0"}, {"$ref": "#/components/parameters/P9990"}]}}}}' >spec.json
  split 0 spec.json
  check 'map(.id) == ["GET /a"] and .[0].request.parameters == [{name: "q", in: "query", schema: {type: "string"}}]'
}

@test "a text of 100 MB is shortened, and the other operations go through" {
  { printf '{"openapi":"3.0.0","info":{"title":"T","version":"1"},"paths":{"/a":{"get":{"description":"'
    many x 100000000
    printf '"}},"/b":{"get":{}}}}'; } >spec.json
  split 0 spec.json
  check 'map(.id) == ["GET /a", "GET /b"] and .[0].cut == ["descriptions"] and (.[0].description | length) == 2048'
  { printf 'openapi: 3.0.0\ninfo: {title: T, version: "1"}\npaths:\n  /a: {get: {description: "'
    many x 100000000
    printf '"}}\n  /b: {get: {}}\n'; } >spec.yaml
  rm spec.json
  split 0 spec.yaml
  check 'map(.id) == ["GET /a", "GET /b"] and .[0].cut == ["descriptions"]'
}

@test "a path, a status and a reference of a megabyte" {
  local long
  long=$(many x 1000000)
  printf '{"openapi":"3.0.0","info":{"title":"T","version":"1"},"paths":{"/%s":{"get":{}},
    "/b":{"get":{"responses":{"%s":{"$ref":"#/%s"}},"tags":["%s"],"operationId":"%s"}}}}' "$long" "$long" "$long" "$long" "$long" >spec.json
  split 1 spec.json
  check 'map(.path) == ["/b"] and (.[0].operation_id | length) == 1000000'
  [ "$(wc -c <err)" -lt 10000 ]
}

@test "what is no regular file is not waited for, and not read for ever" {
  mkfifo fifo
  mkdir folder
  bad fifo 'fifo is a pipe: only one on stdin is read, as -'
  bad /dev/zero '/dev/zero is no regular file, not an API description'
  bad folder 'folder is a directory, not an API description'
  run -3 --separate-stderr timeout $((within * 10)) cc-split - </dev/zero
  [ "$stderr" = 'cc-split: stdin is larger than 256 MiB' ]
}

@test "referenced files that are broken, empty, no text or no files are told, and those behind them are read" {
  jq -nc '[range(9)] | {openapi: "3.0.0", info: {title: "T", version: "1"}, paths: {"/a": {get: {responses:
    (map({("20\(.)"): {"$ref": "f\(.)"}}) | add)}}}}' >spec.json
  head -c 3000000 /dev/zero >f0
  { printf 'a: ['; repeat 300000 '1,'; printf '}'; } >f1
  { printf '{"a": ['; repeat 300000 '1,'; } >f2
  : >f3
  mkfifo f4
  mkdir f5
  ln -s f6 f6
  ln -s /etc/passwd f7
  printf '{"description":"D"}' >f8
  split 0 spec.json
  check '.[0].responses | .["208"] == {description: "D"} and (del(.["208"]) | length == 8 and all(. == {}))'
  [ "$(grep -c 'the reference f[0-7] leads nowhere: ' err)" -eq 8 ] || { cat err; return 1; }
}

@test "what is left of a request that is cut by depth has its definitions: near ones met far first, those of a mapping" {
  jq -nc 'def deep: reduce range(9) as $i ({enum: ["e" * 2000]}; {items: .});
    {openapi: "3.1.0", info: {title: "T", version: "1"}, paths: {"/a": {post: {requestBody: {content: {"a/b": {schema: {properties: {
      far: {properties: {x: {"$ref": "#/components/schemas/A"}}}, near: {"$ref": "#/components/schemas/Near"}, deep: deep,
      one: {discriminator: {propertyName: "p", mapping: {m: "#/components/schemas/M"}, defaultMapping: "D"}}}}}}}}}},
     components: {schemas: {A: {type: "string"}, Near: {"$ref": "#/components/schemas/A"}, M: {type: "object"}, D: {type: "object"}}}}' >spec.json
  split 0 spec.json --max-bytes 2000
  check '.[0] | .cut == ["request"] and (."$defs" | keys) == ["A", "D", "M", "Near"]'
}

@test "paths, base URLs and names of schemas that are longer than any URL, shared by thousands" {
  local long
  long=$(many x 50000)
  jq -nc --arg long "/$long" '{openapi: "3.2.0", info: {title: "T", version: "1"},
    paths: {($long): {additionalOperations: ([range(20000) | {("M\(.)"): {}}] | add)}, "/b": {get: {}}}}' >path.json
  split 1 path.json
  check 'map(.id) == ["GET /b"]'
  grep -q 'the path or method of this operation is too long' err
  document '  /a: {get: {}}' "servers: [{url: 'http://x/$long'}]"
  split 0 spec.yaml
  check 'map(.base) == [""]'
  warned 'spec.yaml: #/servers/0: the base URL is longer than 2048 bytes, and is left out'
  # Once, however often the record is written until it is small enough.
  document "  /a: {post: {requestBody: {content: {a/b: {schema: {enum: [$(repeat 2000 a,)]}}}}}}" "servers: [{url: 'http://x/$long'}]"
  split 0 spec.yaml --max-bytes 1024
  warned 'spec.yaml: #/servers/0: the base URL is longer than 2048 bytes, and is left out'
  jq -nc --arg id "http://x/$(repeat 30000 a/)" '{openapi: "3.1.0", info: {title: "T", version: "1"}, paths: {"/a": {get: {responses:
    {"200": {content: {"a/b": {schema: {"$ref": "#/components/schemas/S"}}}}}}}},
    components: {schemas: {S: {"$id": $id, anyOf: [range(20000) | {"$ref": "b\(.)"}]}}}}' >id.json
  within=$((within / 5))
  split 0 id.json
  check '.[0]."$defs".S.anyOf | length == 20000'
}

@test "10,000 media types with one schema of half a megabyte, and 3,000 references with words of their own" {
  jq -nc '{properties: ([range(25000) | {key: "p\(.)", value: {type: "string"}}] | from_entries)}' >schema.json
  jq -c '. as $schema | [range(10000) | "a/\(.)"] as $types | {swagger: "2.0", info: {title: "T", version: "1"},
    paths: {"/a": {get: {produces: $types, responses: {"200": {description: "D", schema: $schema}}},
      put: {consumes: $types, parameters: [{in: "body", name: "b", schema: $schema}]}, post: {}}}}' schema.json >types.json
  split 1 types.json
  check 'map(.id) == ["POST /a"]'
  jq -c '. as $schema | {openapi: "3.1.0", info: {title: "T", version: "1"},
    paths: ([range(3000) | {("/\(.)"): {get: {responses: {"200": {"$ref": "#/components/responses/R", description: "D\(.)"}}}}}] | add),
    components: {responses: {R: {description: "R", content: {"a/b": {schema: $schema}}}}}}' schema.json >words.json
  split 0 words.json
  check 'length == 3000 and (.[2999].responses == {"200": {description: "D2999", content: {"a/b": {schema: true}}}})'
}

@test "40,000 schemas of another file: the place of each is found without looking at those before it" {
  seq 40000 | jq -nc '{schemas: ([inputs | {("S\(.)"): {}}] | add)}' >far.json
  seq 40000 | jq -nc '{openapi: "3.0.0", info: {title: "T", version: "1"},
    paths: ([inputs | {("/\(.)"): {get: {responses: {"200": {content: {"a/b": {schema: {"$ref": "far.json#/schemas/S\(.)"}}}}}}}}] | add)}' >spec.json
  within=$((within / 3))
  split 0 spec.json
  [ "$(wc -l <out)" -eq 40000 ]
  tail -n 1 out | jq -e '."$defs" | keys[0] | startswith("S40000~")'
}

@test "ten maps, each ten times the next by reference: the record is left out, and its references are not counted on" {
  { printf '{"openapi":"3.1.0","paths":{"/a":{"get":{"responses":{"200":{"content":{"a/b":{"schema":{"properties":{"$ref":"#/m0"}}}}}}}}}'
    for i in $(seq 0 9); do
      printf ',"m%d":{' "$i"
      for k in $(seq 9); do printf '"%d":{"properties":{"$ref":"#/m%d"}},' "$k" $((i + 1)); done
      printf '"":{}}'
    done
    printf ',"m10":{"a":{"$ref":"#/x"},"b":{"$ref":"#/y"}},"x":{},"y":{}}'; } >spec.json
  split 1 spec.json
  [ ! -s out ]
  grep -q '^cc-split: GET /a is left out: its record would be larger than 16 MiB' err
}

@test "a thousand schemas that become a megabyte each by a reference: 256 MiB of them are kept" {
  { printf '{"swagger":"2.0","big":{"a":{"description":"'; many x 1000000; printf '"}},"paths":{'
    for i in $(seq 1000); do
      printf '"/%d":{"get":{"responses":{"200":{"schema":{"properties":{"$ref":"#/big"}}}}}},' "$i"
    done
    printf '"/b":{}}}'; } >answers.json
  { printf '{"openapi":"3.1.0","big":{"a":{"description":"'; many x 1000000; printf '"}},"components":{"schemas":{'
    for i in $(seq 1000); do printf '"s%d":{"properties":{"$ref":"#/big"}},' "$i"; done
    printf '"s":{}}},"paths":{"/a":{"get":{"responses":{"200":{"content":{"a/b":{"schema":{"oneOf":['
    for i in $(seq 1000); do printf '{"$ref":"#/components/schemas/s%d"},' "$i"; done
    printf '{}]}}}}}}}}}'; } >definitions.json
  [ "$limit" = unlimited ] || limit=700000
  split 1 answers.json
  [ "$(wc -l <out)" -gt 200 ]
  [ "$(grep -c '^cc-split: GET /[0-9]* is left out' err)" -eq 20 ]
  [ "$(wc -l <out)" -eq "$((1000 - $(sed -n 's/^cc-split: \([0-9]*\) operations are left out so$/\1/p' err)))" ]
  split 0 definitions.json
  check '.[0]."$defs" | length > 100'
}

@test "file:// is the path behind it, held to the folder as any other" {
  mkdir 'a folder'
  printf '{"title":"in"}' >'a folder/in.json'
  printf '{"title":"out"}' >out.json
  jq -nc --arg here "file://$PWD" '{openapi: "3.1.0", info: {title: "T", version: "1"}, paths: {"/a": {get: {responses: {"200": {content: {"a/b": {schema:
    {allOf: [{"$ref": "\($here)/a%20folder/in.json"}, {"$ref": "\($here)/out.json"}]}}}}}}}}}' >'a folder/spec.json'
  split 0 'a folder/spec.json'
  check '.[0]."$defs" | map_values(.title) | [.[]] == ["in"]'
  grep -q 'out.json leads nowhere: .* lies outside of the folder of the description' err
}

@test "records that inlining makes too deep to be read are left out, the others go through" {
  jq -nc '{openapi: "3.0.0", info: {title: "T", version: "1"}, paths: ({"/example": {get: {parameters: [{name: "p", in: "query",
      content: {"a/b": {examples: {e: {"$ref": "#/components/examples/E"}}}}}]}}, "/far": {get: {responses: {"200": {content: {"a/b": {schema: {"$ref": "far.json"}}}}}}}}
      + ([range(0; 400; 40) | {("/\(.)"): {get: {responses: {"200": {headers: {h: {"$ref": "#/components/headers/H\(.)"}}}}}}}] | add)),
     components: {examples: {E: {value: "@"}}, headers: ([range(400) | {("H\(.)"):
       {content: {"a/b": {encoding: {p: {headers: {h: (if . == 0 then {} else {"$ref": "#/components/headers/H\(. - 1)"} end)}}}}}}}] | add)}}' |
    sed "s/\"@\"/$(many '[' 763)$(many ']' 763)/" >spec.json
  { printf '{"x-y":'; many '[' 767; many ']' 767; printf '}'; } >far.json
  split 1 spec.json
  run -0 bash -c 'set -o pipefail; cc-assign -p builtin <out | jq -R .'
  [ "$(grep -o '^{"id":"GET /[^"]*"' out | tr -d '\n')" = '{"id":"GET /0"{"id":"GET /40"{"id":"GET /80"{"id":"GET /120"' ]
  [ "$(grep -c 'is left out: its record would be larger than 16 MiB, or nest deeper than 768 levels' err)" -eq 8 ]
}

@test "a request that is too deep to be cut does not take the next operation with it" {
  jq -nc '[range(200) | {("p\(.)"): {type: "string"}}] as $p | {openapi: "3.0.0", info: {title: "T", version: "1"}, paths: {
      "/a": {post: {requestBody: {content: {"a/b": {schema: {properties: ($p | add)}, examples: {e: {"$ref": "#/components/examples/E"}}}}}}},
      "/b": {get: {responses: {"200": {content: {"a/b": {schema: {properties: ($p | add)}}}}}}}},
    components: {examples: {E: {value: "@"}}}}' | sed "s/\"@\"/$(many '[' 763)$(many ']' 763)/" >spec.json
  split 1 spec.json --max-bytes 1024
  check 'map([.id, .cut]) == [["GET /b", ["responses"]]]'
}

@test "bytes that are no text: NUL, UTF-32, invalid UTF-8, an empty file, only a mark of byte order" {
  local json='{"openapi":"3.0.0",\n"paths":{"/%s":{}}}' yaml='openapi: 3.0.0\npaths:\n  "/%s": {}\n' file message
  # shellcheck disable=SC2059 # the formats are ours
  { printf "$json" $'\377' >byte.json
    printf "$yaml" $'\377' >byte.yaml
    printf "$json" $'\355\240\200' >surrogate.json
    printf "$yaml" $'\355\240\200' >surrogate.yaml
    printf "$json" $'\300\257' >overlong.json
    printf "$yaml" $'\300\257' >overlong.yaml
    printf "$json" $'\360\237' >short.json
    printf "$yaml" '\uD800' >escape.yaml
    printf "${json/\%s/\\0}" >nul.json
    printf "${yaml/\%s/\\0}" >nul.yaml; }
  printf '{"openapi":"3.0.0","paths":{}}\0' >behind.json
  printf '\0\0\376\377\0\0\0o' >utf32
  printf '\357\273\277' >mark
  printf '\357\273\277 \n' >marked
  : >empty
  while IFS='|' read -r file message; do
    bad "$file" "$message"
  done <<'END'
byte.json|byte.json:2:12: not JSON: at byte 31, in #/paths: this is not UTF-8
byte.yaml|byte.yaml: neither JSON nor YAML: line 3, column 5: invalid leading UTF-8 octet
surrogate.json|surrogate.json:2:12: not JSON: at byte 31, in #/paths: this is not UTF-8
surrogate.yaml|surrogate.yaml: neither JSON nor YAML: line 3, column 5: invalid Unicode character
overlong.json|overlong.json:2:12: not JSON: at byte 31, in #/paths: this is not UTF-8
overlong.yaml|overlong.yaml: neither JSON nor YAML: line 3, column 5: invalid length of a UTF-8 sequence
short.json|short.json:2:12: not JSON: at byte 31, in #/paths: this is not UTF-8
escape.yaml|escape.yaml: neither JSON nor YAML: line 3, column 7: found invalid Unicode character escape code (while parsing a quoted scalar, line 3)
nul.json|nul.json:1: is not text
nul.yaml|nul.yaml:1: is not text
behind.json|behind.json:1: is not text
utf32|utf32:1: is not text
mark|mark is empty
marked|marked is empty
empty|empty is empty
END
}

@test "half surrogates in texts, keys and paths of JSON go through every stage" {
  local half
  for half in '\ud800' '\udc00' '\udc00\ud800' '\ud800x'; do
    printf '{"openapi":"3.0.0","info":{"title":"%s","version":"1"},"paths":{"/a%s":{"get":{"summary":"%s","tags":["%s"],
      "responses":{"200":{"description":"D","content":{"a/b":{"schema":{"$ref":"#/components/schemas/S%s"}}}}}}}},
      "components":{"schemas":{"S%s":{"enum":["%s"]}}}}' "$half" "$half" "$half" "$half" "$half" "$half" "$half" >spec.json
    split 0 spec.json
    grep -qE '^cc-split: warning: spec.json: (7|14) lone surrogates in it became U\+FFFD$' err
    [ "$(wc -l <err)" -eq 1 ]
    [ "$(wc -l <out)" -eq 1 ]
    jq -e '.summary | startswith("\ufffd")' out >/dev/null
    run ! grep -i '\\ud[89a-f]' out
    grep -qF '"id":"GET /a�' out
    grep -qF '{"$ref":"#/$defs/S�' out
    run -0 bash -c 'set -o pipefail; cc-assign -p builtin <out | cc-call | grep -c "\"cases\":\[{"'
    [ "$output" = 1 ]
  done
}

@test "a NUL that is escaped in a path, a key and a text of JSON" {
  printf '{"openapi":"3.0.0","info":{"title":"T","version":"1"},"paths":{"/\\u0000":{"get":{"summary":"a\\u0000b"}}}}' >spec.json
  split 0 spec.json
  check '.[0] | .id == "GET /\ufffd" and .slug == "get" and .summary == "a\u0000b"'
}

@test "keys that are paths stay names, and slugs are safe" {
  local up='../../etc/passwd'
  printf '{"openapi":"3.0.0","info":{"title":"%s","version":"1"},"paths":{"%s":{"get":{"tags":["%s"],"operationId":"%s","responses":
    {"200":{"description":"D","content":{"a/b":{"schema":{"$ref":"#/components/schemas/..~1..~1etc~1passwd"}}}}}}},
    "/..":{"get":{}},"/.":{"get":{}},"/a\\n\\u001b[31m/-rf":{"get":{}}},
    "components":{"schemas":{"%s":{"type":"string"}}}}' "$up" "$up" "$up" "$up" "$up" >spec.json
  split 0 spec.json
  [ ! -s err ]
  check "map(.path) == [\"$up\", \"/..\", \"/.\", \"/a\\n\\u001b[31m/-rf\"] and .[0].tags == [\"$up\"] and (.[0].\"\$defs\" | keys) == [\"$up\"]"
  check 'all(.[].slug; test("^[a-z0-9_]{1,110}$")) and (map(.slug) | unique | length) == 4'
  # Of a path with dots no case can be made; what is written is named after the slug.
  run -1 bash -c 'cc-assign -p builtin <out | cc-call 2>/dev/null | cc-merge -o cases 2>/dev/null'
  [ "$(find . -name '*.json' ! -name spec.json ! -path '*/.casecraft/*' -o -name '*passwd*')" = ./cases/get_a_31m_rf.json ]
}

@test "what a description says does not reach the terminal as an escape" {
  printf '{"openapi":"3.0.0\\u001b[31m","paths":{"/\\u001b[31m\\u009b\\n":{"get":7,"\\u001b]0;x":{}}}}' >spec.json
  split 1 spec.json
  run ! grep -P '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]' err
  [ "$(wc -l <err)" -eq 3 ]
  printf '{"openapi":"\033[31m","paths":{}}' >raw.json
  split 3 raw.json
  run ! grep -P '[\x00-\x08\x0b-\x1f\x7f]' err
}

@test "keys that stand in YAML twice are refused with both lines" {
  printf 'openapi: 3.0.0\npaths:\n  /a: {}\n  /b: {}\n  /a: {}\n' >path.yaml
  printf 'openapi: 3.0.0\npaths:\n  /a:\n    get:\n      responses:\n        200: {}\n        "200": {}\n' >status.yaml
  printf 'openapi: 3.0.0\npaths: {}\nx: {a: 1,\n "a": 2}\n' >flow.yaml
  bad path.yaml 'path.yaml: neither JSON nor YAML: line 5, column 3: the key "/a" is in this mapping twice (first on line 3)'
  bad status.yaml 'status.yaml: neither JSON nor YAML: line 7, column 9: the key "200" is in this mapping twice (first on line 6)'
  bad flow.yaml 'flow.yaml: neither JSON nor YAML: line 4, column 2: the key "a" is in this mapping twice (first on line 3)'
}

@test "paths that are no object hold no operations, which is told" {
  local paths
  for paths in '[]' null 7 '"/a"' '[{"get":{}}]'; do
    printf '{"openapi":"3.0.0","paths":%s}' "$paths" >spec.json
    split 0 spec.json
    [ ! -s out ]
    warned 'spec.json holds no operations'
  done
}

@test "versions, roots and rests that are none" {
  local text message
  while IFS='|' read -r text message; do
    printf '%b' "$text" >spec
    bad spec "$message"
  done <<'END'
openapi: 4.0.0\npaths: {}|spec:1: version "4.0.0" is not known: OpenAPI 3 and Swagger 2.0 are
openapi: 4.0\npaths: {}|spec:1: version 4.0 is not known: OpenAPI 3 and Swagger 2.0 are
swagger: "1.2"\npaths: {}|spec:1: version "1.2" is not known: OpenAPI 3 and Swagger 2.0 are
{"swagger":"1.2","apis":[]}|spec:1: version "1.2" is not known: OpenAPI 3 and Swagger 2.0 are
{"openapi":null,"paths":{}}|spec:1: version null is not known: OpenAPI 3 and Swagger 2.0 are
[{"openapi":"3.0.0","paths":{}}]|spec:1: no API description: neither `openapi` nor `swagger` stands at its top
- openapi: 3.0.0|spec:1: no API description: neither `openapi` nor `swagger` stands at its top
"openapi: 3.0.0"|spec:1: no API description: neither `openapi` nor `swagger` stands at its top
12|spec:1: no API description: neither `openapi` nor `swagger` stands at its top
{"openapi":"3.0.0","paths":{}} x|spec:1:32: not JSON: at byte 31: something stands behind the value
{"openapi":"3.0.0","paths":{}}{}|spec:1:31: not JSON: at byte 30: something stands behind the value
{"openapi":"3.0.0",\n"paths":{}|spec:2:11: not JSON: at byte 30: the text ends before its last bracket
END
}

@test "100,000 operations with nothing in them: twice as many take about twice the time" {
  operations() {
    jq -nc --argjson n "$1" '{openapi: "3.0.0", info: {title: "T", version: "1"},
      paths: ([range($n) | {key: "/p/\(.)", value: {get: {}}}] | from_entries)}'
  }
  operations 50000 >half.json
  operations 100000 >whole.json
  # cpu FILE: milliseconds of the processor, the least of three runs.
  cpu() {
    local TIMEFORMAT='%U %S' least=100000 now _
    for _ in 1 2 3; do
      now=$({ time cc-split "$1" >/dev/null; } 2>&1 | awk '{ printf "%d", ($1 + $2) * 1000 }')
      least=$((now < least ? now : least))
    done
    echo "$least"
  }
  split 0 whole.json
  [ "$(wc -l <out)" -eq 100000 ]
  [ "$(grep -o '"slug":"[^"]*"' out | sort -u | wc -l)" -eq 100000 ]
  local half whole
  half=$(cpu half.json)
  whole=$(cpu whole.json)
  [ "$whole" -le $((half * 3 + 20)) ] || { echo "$whole ms, and $half ms for half of it"; return 1; }
}

@test "100,000 warnings: twenty are shown" {
  jq -nc '{openapi: "3.0.0", info: {title: "T", version: "1"},
    paths: ([range(100000) | {key: "/p/\(.)", value: {get: {requestBody: {"$ref": "#/x/\(.)"}}}}] | from_entries)}' >spec.json
  split 0 spec.json
  [ "$(wc -l <out)" -eq 100000 ]
  [ "$(wc -l <err)" -eq 21 ]
  [ "$(tail -n 1 err)" = 'cc-split: warning: there are 99980 more of these' ]
}

@test "a stdout that is closed, full or gone" {
  jq -nc '{openapi: "3.0.0", info: {title: "T", version: "1"},
    paths: ([range(4000) | {("/\(.)"): {get: {summary: ("s" * 100)}}}] | add)}' >spec.json
  run -0 --separate-stderr bash -c 'cc-split spec.json | :; echo "${PIPESTATUS[0]}"'
  [[ $output = 141 && -z $stderr ]]
  run -4 --separate-stderr bash -c 'cc-split spec.json >/dev/full'
  [ "$stderr" = 'cc-split: cannot write to stdout: No space left on device' ]
  run -4 --separate-stderr bash -c 'cc-split spec.json >&-'
  [ "$stderr" = 'cc-split: cannot write to stdout: Bad file descriptor' ]
}

@test "what all records share does not fill the world: titles are short, and output has an end" {
  { printf '{"openapi":"3.0.0","info":{"title":"'; many x 500000; printf 'é","version":"1"},"paths":{"/a":{"get":{"tags":["'
    many x 300000
    printf '"]}}'
    seq 15000 | sed 's|.*|,"/&":{"get":{"$ref":"#/paths/~1a/get"}}|' | tr -d '\n'
    printf '}}'; } >spec.json
  split 0 spec.json --exclude-path '/?*'
  [ ! -s out ]
  split 0 spec.json --include-path /a
  check '.[0].spec.title == ("x" * 2048)'
  local code=0
  timeout 60 cc-split spec.json >/dev/null 2>err || code=$?
  [ "$code" -eq 1 ]
  grep -qE '^cc-split: GET /[0-9]+ and all behind it are left out: more than 4096 MiB were written$' err
}

# gone_through FILE: the description costs more than its records are large, and is told to.
gone_through() {
  local code=0
  timeout 120 cc-split "$1" >out 2>err || code=$?
  [ "$code" -eq 1 ]
  [ "$(wc -l <out)" -gt 100 ]
  [ "$(wc -c <out)" -lt 4000000 ]
  grep -qE '^cc-split: POST /[0-9]+ and all behind it are left out: more than 4096 MiB were gone through$' err
}

@test "a part that many operations share and no record has room for costs no more than records may" {
  { printf '{"openapi":"3.0.0","info":{"title":"T","version":"1"},"components":{"requestBodies":{"b":{"content":{"text/plain":{"example":"'
    many x 14000000
    printf '"}}}}},"paths":{"/0":{}'
    seq 1000 | sed 's|.*|,"/&":{"post":{"requestBody":{"$ref":"#/components/requestBodies/b"}}}|' | tr -d '\n'
    printf '}}'; } >spec.json
  gone_through spec.json
}

@test "references that many operations share cost no more than records may" {
  jq -nc 'def deep($n): if $n > 0 then {properties: {n: deep($n - 1)}}
      else {allOf: [range(100000) | {"$ref": "#/components/schemas/\(. % 2)"}]} end;
    {openapi: "3.0.0", info: {title: "T", version: "1"},
    components: {requestBodies: {b: {content: {"text/plain": {schema: {"$ref": "#/components/schemas/deep"}}}}},
      schemas: {"0": {}, "1": {}, deep: deep(10)}},
    paths: ([range(4000) | {key: "/\(.)", value: {post: {requestBody: {"$ref": "#/components/requestBodies/b"}}}}] | from_entries)}' >spec.json
  gone_through spec.json
}
