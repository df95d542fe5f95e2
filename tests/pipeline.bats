# The six commands together: on our example, on real descriptions, and when providers fail.
# shellcheck disable=SC2154 # stderr is set by run --separate-stderr
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  example=$ROOT/examples/bookshop.yaml
}

teardown() {
  provider_stop
}

# states DIR: each file with its inode and time, which differ when it is written anew.
states() {
  find "$1" -not -name .casecraft -printf '%p %i %T@\n' | sort
}

# paths COUNT: a description of so many operations.
paths() {
  jq -n --argjson n "$1" '{openapi: "3.0.3", info: {title: "Many", version: "1"},
    paths: ([range($n) | {key: "/things/\(.)/{id}", value: {get: {
      parameters: [{name: "id", in: "path", required: true, schema: {type: "integer", minimum: 1}}],
      responses: {"200": {description: "ok"}, "404": {description: "none"}}}}}] | from_entries)}'
}

@test "the wrapper's files are those of the six commands, byte for byte" {
  casecraft generate "$example" --provider builtin -o out >report
  mkdir typed
  (set -o pipefail
    cc-split "$example" | cc-assign -p builtin | cc-call | cc-fallback |
      cc-merge -o typed --recipe=--providers=builtin | cc-stats >typed.report)
  diff -r out typed
  [ "$(files out)" = 12 ]
  grep -q 'builtin' report
}

@test "a second run gives the same and writes nothing anew" {
  casecraft generate "$example" --provider builtin -o out >report
  states out >before
  sleep 0.1
  casecraft generate "$example" --provider builtin -o out >report
  states out | diff before -
  SOURCE_DATE_EPOCH=1800000000 casecraft generate "$example" --provider builtin -o out >report
  states out | diff before -
}

@test "a document holds the cases of its operation and the schemas they name" {
  casecraft generate "$example" --provider builtin -o out -q
  for file in out/*.json; do
    jq -e --arg slug "$(basename "$file" .json)" '. as $d | .slug == $slug
      and (.test_cases | length > 0 and all((.method == $d.method or .violates.in == "method") and .path == $d.path))
      and ([.test_cases[].resp_schema // empty | ltrimstr("#/$defs/")] - (."$defs" // {} | keys) == [])
      and .metadata.provider == "builtin" and .metadata.generated_at == "2023-11-14T22:13:20Z"' "$file" >check.out ||
      { echo "$file"; return 1; }
  done
}

@test "real descriptions: as many results and files as operations, and nothing is lost on the way" {
  need_shared specs
  while read -r count name; do
    rm -rf out
    (set -o pipefail
      cc-split --webhooks "$SHARED/specs/$name" 2>warnings | tee 1 | cc-assign -p builtin | tee 2 | cc-call | tee 3 |
        cc-fallback | tee 4 | cc-merge -o out | tee 5 | cc-stats --json >stats)
    echo "$name: $(wc -l 1 2 3 4 5 | tr '\n' ' '), $(files out) files"
    for stage in 1 2 3 4 5; do
      [ "$(wc -l <$stage)" = "$count" ]
    done
    cmp 3 4
    [ "$(files out)" = "$count" ]
    [ "$(jq .operations.answered stats)" = "$count" ]
    [ "$(jq -r .id 5 | sort -u | wc -l)" = "$count" ]
    jq -es 'all(.cases or .error) and (map(.seq) | sort) == [range(length)]' 5 >check.out
  done <<'END'
3 petstore-minimal-2.0.json
3 petstore-minimal-3.0.yaml
3 petstore-minimal-3.0.json
3 uspto-3.0.yaml
6 link-example-3.0.yaml
2 api-with-examples-3.0.yaml
1 webhook-only-3.1.yaml
4 tags-3.2.yaml
4 petstore-separate/spec/swagger.yaml
20 petstore-2.0.json
19 petstore-3.0.yaml
9 museum-3.1.yaml
304 openai-3.1.yaml
452 stripe-3.0.json
1123 kubernetes-2.0.json
1223 github-3.0.json
END
}

@test "real descriptions: the same in both syntaxes, and the same each time" {
  need_shared specs
  for syntax in json yaml; do
    cc-split "$SHARED/specs/petstore-minimal-3.0.$syntax" | cc-call -p builtin |
      jq -c 'del(.spec.source, .attempts)' >$syntax
  done
  cmp json yaml
  for turn in 1 2; do
    cc-split "$SHARED/specs/petstore-3.0.yaml" | cc-call -p builtin | cc-merge -o $turn >slim
  done
  diff -r 1 2
}

@test "numbers arrive in the file as they stood in the description" {
  cat >spec.json <<'END'
{"openapi":"3.0.3","info":{"title":"N","version":"1"},"paths":{"/n":{"post":{
  "requestBody":{"required":true,"content":{"application/json":{"schema":{"type":"object","required":["big"],
    "properties":{"big":{"type":"integer","minimum":-9223372036854775808,"maximum":9223372036854775807},
      "price":{"type":"number","default":1.10,"maximum":123456789012345678901234567890.125}}}}}},
  "responses":{"200":{"description":"ok"}}}}}}
END
  casecraft generate spec.json --provider builtin -o out -q
  for text in '"big":9223372036854775807,' '"big":9223372036854775808,' '"big":-9223372036854775808,' \
    '"big":-9223372036854775809,' '"price":1.10}' '"price":123456789012345678901234567890.125}'; do
    text=${text%[,\}]}
    tr -d ' \n' <out/post_n.json | grep -qF -e "$text" || { echo "no $text"; false; }
    grep -qF -e "${text//\"/\\\"}" out/post_n.json || { echo "no $text in a body_text"; false; }
  done
  # The same from a model's answer.
  provider_start -s "$FIXTURES/call"
  export CASECRAFT_TEST_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_TEST_MODEL=content-file=numbers.txt
  casecraft generate spec.json --provider test -o model -q
  grep -qF '"big": 9007199254740993' model/post_n.json
  grep -qF '"price": 1.10' model/post_n.json
  grep -qF '{\"big\":9007199254740993,\"price\":1.10}' model/post_n.json
}

@test "a provider that is down gives way to the next one" {
  provider_start
  export CASECRAFT_DOWN_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_DOWN_MODEL=status=503 CASECRAFT_DOWN_MAX_RETRIES=0 \
    CASECRAFT_UP_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_UP_MODEL=cases
  run -0 --separate-stderr casecraft generate "$example" --provider down --fallback builtin -o built
  [ "$(files built)" = 12 ]
  jq -es 'all(.metadata.provider == "builtin")' built/*.json
  run -0 --separate-stderr casecraft generate "$example" --provider down --fallback up,builtin -o other
  [ "$(jq -rs 'map(.metadata.provider) | unique | join(",")' other/*.json)" = builtin,up ] ||
    [ "$(jq -rs 'map(.metadata.provider) | unique | join(",")' other/*.json)" = up ]
  run -1 --separate-stderr casecraft generate "$example" --provider down -o none
  [[ "$output" = *overload* ]]
  cc-split "$example" | cc-assign -p down,up | cc-call |
    cc-fallback -c up,builtin | cc-merge -o out >out.ndjson
  check 'length == 12 and all(.cases and (has("error") | not))
    and (map(select(.fallback_from == "down")) | length == 6 and all(.attempts[0].class == "overload"))' out.ndjson
}

@test "random faults of three providers lose and double nothing" {
  mkdir scripts
  RANDOM=4711
  faults=(status=429 status=500 status=503 reset 'cases;cut=90' body= 'body=<html>'
    'content=I cannot do that.' 'cases;finish=none' 'cases;chunk=7;cut=120' 'content=[];usage=none' 'cases;finish=length')
  for name in a b c; do
    for i in $(seq 1 150); do
      # One of them is not asked any more from here on.
      if [ $name$i = c30 ]; then echo status 402; elif [ $((RANDOM % 3)) = 0 ]; then echo "cases $((RANDOM % 4 + 1))"; else
        tr ';' '\n' <<<"${faults[RANDOM % ${#faults[@]}]}"
      fi
      printf 'delay %d\nthen\n' $((RANDOM % 8))
    done >scripts/$name.script
    echo cases >>scripts/$name.script
    export "CASECRAFT_${name^^}_MODEL=$name" "CASECRAFT_${name^^}_MAX_RETRIES=0" "CASECRAFT_${name^^}_WORKERS=3"
  done
  provider_start -s scripts
  export CASECRAFT_A_BASE_URL=$PROVIDER_URL/a CASECRAFT_B_BASE_URL=$PROVIDER_URL/b CASECRAFT_C_BASE_URL=$PROVIDER_URL/c
  paths 200 >spec.json
  (set -o pipefail
    cc-split spec.json | tee 1 | cc-assign -p a,b,c | tee 2 | timeout 100 cc-call | tee 3 |
      timeout 100 cc-fallback -c a,b,c,builtin | tee 4 | cc-merge -o out | tee 5 | cc-stats --json >stats)
  for stage in 1 2 3 4 5; do
    [ "$(wc -l <$stage)" = 200 ]
    [ "$(jq -r .id $stage | sort -u | wc -l)" = 200 ]
  done
  check 'map(select(.error)) | length > 40 and (map(.error.class) | unique | length > 4)' 3
  check 'all(.cases | length > 0) and all(has("error") | not)
    and all((.attempts | map(.provider)) as $asked | ($asked | unique | length) == ($asked | length))
    and all(.attempts[-1].provider == .provider and .attempts[-1].class == "ok")
    and (map(.provider) | unique) == ["a", "b", "builtin", "c"]' 4
  [ "$(files out)" = 200 ]
  [ "$(provider_stat .max_in_flight)" -le 9 ]
}

@test "bad input: one line that names the file, and nothing is written" {
  printf '{"openapi":"3.0.0","paths":{' >half.json
  printf 'openapi: 3.0.0\npaths:\n\t/a: {}\n' >tab.yaml
  : >empty.json
  printf '\211PNG\r\n\032\n\0\0\0\rIHDR' >picture.png
  echo '{"openapi":"3.0.0","info":{"title":"t","version":"1"}}' >nothing.json
  mkdir directory
  for spec in half.json tab.yaml empty.json picture.png nothing.json directory absent.json; do
    run --separate-stderr casecraft generate "$spec" --provider builtin -o out -q
    [ "$status" = 3 ] || { [ "$status" = 4 ] && [[ $spec = directory || $spec = absent.json ]]; } ||
      { echo "$spec: $status"; false; }
    [[ "$stderr" = *"$spec"* ]]
    [ "$(grep -c . <<<"$stderr")" = 1 ] || { echo "$stderr"; false; }
  done
  run ! ls out/*.json
}

@test "what stands before a bad line goes through every stage" {
  { cc-split "$example" | head -n 4; echo '{"id":'; cc-split "$example" | tail -n 4; } >in
  cc-split "$example" >whole
  for stage in 'cc-assign -p builtin' 'cc-call -p builtin' 'cc-fallback' 'cc-merge -o out'; do
    run -3 --separate-stderr bash -c "$stage <in >lines"
    [ "$(wc -l <lines)" = 4 ]
    [[ "$stderr" = *:5:* ]]
  done
  [ "$(jq -c .id lines)" = "$(head -n 4 whole | jq -c .id)" ]
  run -3 --separate-stderr cc-stats <in
}
