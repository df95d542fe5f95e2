# cc-call: what a model is asked: our prompt, a person's own, and a rehearsal of all requests.
# shellcheck disable=SC2154 # stderr is set by run --separate-stderr
# shellcheck disable=SC2030,SC2031 # each test has its own environment
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  cc-split "$ROOT/examples/bookshop.yaml" >in
}

@test "--dry-run writes what would be sent, without a key and without sending" {
  run -0 --separate-stderr bash -c 'cc-call -p glm --dry-run <in >out'
  [[ "$stderr" =~ ^'cc-call: 12 requests, about '[0-9,]+' tokens of prompts and '[0-9,]+' of answers, about 0.'[0-9]+' USD'$ ]]
  check 'length == 12 and all(.provider == "glm" and .model == "glm-4.7"
    and .url == "https://open.bigmodel.cn/api/paas/v4/chat/completions")'
  check 'all(.request | .stream and .response_format == {type: "json_object"} and .temperature == 0.7
    and .thinking == {type: "disabled"} and (.messages | map(.role)) == ["system", "user"])'
  check 'all(.estimate | .prompt > 300 and .prompt < 1500 and .completion > 500 and .cost > 0 and .cost < 0.1)'
  check '(map(.request.messages[0].content) | unique | length) == 1'
  # A token is four letters, or one character of Chinese.
  jq -nc '("a", "\u6c49") | {id: ., messages: [{role: "user", content: (. * 4000)}]}' |
    cc-call -p glm --dry-run >out 2>err
  check 'map(.estimate.prompt) | .[0] > 1000 and .[0] < 1300 and .[1] - .[0] == 3000'
}

@test "what --dry-run shows is what is sent" {
  provider_start
  export CASECRAFT_TEST_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_TEST_MODEL='cases 12'
  head -n 1 in | cc-call -p test --dry-run >out 2>err
  head -n 1 in | cc-call -p test >answer
  curl -s "$PROVIDER_URL/__last" | jq -c '.body | fromjson' >sent
  jq -c .request out | cmp - sent
  grep -q 'price unknown' err
  check '.[0].estimate.cost == null'
  provider_stop
}

@test "--dry-run tells of records that nobody can be asked about" {
  {
    head -n 1 in
    echo '{"id":"done","cases":[]}'
    echo '{"id":"none","provider":"nobody","messages":[]}'
    echo '{"id":"chat","messages":[{"role":"user","content":"Hello"}],"candidates":["qwen","glm"]}'
    echo '{"id":"here","provider":"builtin","method":"GET","path":"/"}'
    echo '{"id":"bare","provider":"glm"}'
  } >some
  cc-call --dry-run <some >out 2>err
  check 'map(.id)[1:] == ["done", "none", "chat", "here", "bare"] and (map(.request == null) == [true, true, true, false, true, true])
    and (.[5].error | contains("neither messages nor an operation")) and (.[0].error | contains("no provider")) and (.[2].error | contains("CASECRAFT_NOBODY_BASE_URL"))
    and .[3].provider == "glm" and (.[1] | has("error") | not)'
  run -3 --separate-stderr cc-call --dry-run <<<'no record'
  [[ "$stderr" = *stdin:1* ]]
  run -4 --separate-stderr cc-call --dry-run -p nobody <some
  [[ $stderr = *CASECRAFT_NOBODY_BASE_URL* ]]
  [ -z "$output" ]
}

@test "--dry-run of several providers: sums of each and of all, as text or as JSON" {
  cc-assign -p glm,qwen,builtin --dry-run <in >some
  run -0 --separate-stderr cc-call --dry-run <some
  [ "${#lines[@]}" = 12 ]
  local sums='requests, about [0-9,]+ tokens of prompts and [0-9,]+ of answers, about 0.[0-9]+ USD'
  [[ $stderr =~ ^"cc-call: glm: 4 "$sums$'\n'"cc-call: qwen: 4 "$sums$'\n'"cc-call: builtin: 4 operations, and nothing to pay"$'\n'"cc-call: 8 "$sums$ ]]
  printf '%s\n' "${lines[@]}" >each
  cc-call --dry-run=sums <some >out 2>err
  [ ! -s err ]
  check 'length == 1 and (.[0] | .operations == 12 and .requests == 8 and .currency == "USD" and .unpriced == 0 and .errors == 0
    and (.providers | map([.provider, .operations, .requests]) == [["glm", 4, 4], ["qwen", 4, 4], ["builtin", 4, 0]])
    and .prompt == (.providers | map(.prompt) | add) and ((.cost - (.providers | map(.cost) | add)) | fabs) < 0.00001
    and .providers[0].model == "glm-4.7" and .providers[2].cost == 0)'
  jq -es --slurpfile sums out '(map(.estimate.prompt // 0) | add) == $sums[0].prompt' each
  # Prices that are not known, and records that nobody can be asked about.
  export CASECRAFT_MINE_BASE_URL=http://127.0.0.1:1/v1 CASECRAFT_MINE_MODEL=m CASECRAFT_NO_BASE_URL=
  { cc-assign -p mine,glm --dry-run <in; echo '{"id":"x","provider":"no"}'; } >some
  cc-call --dry-run=sums <some >out
  check '.[0] | .unpriced == 6 and .cost > 0 and .errors == 1 and .operations == 12 and .providers[0].cost == null'
  cc-call --dry-run <some 2>err >out
  grep -q 'cc-call: mine: 6 requests, .*; price unknown' err
  grep -q ' USD without those whose price is unknown' err
  grep -q '^cc-call: 1 record that nobody can be asked about' err
  # A price of one's own.
  printf '%s\n' 'date: 2026-01-01' 'currency: USD' 'providers: {mine: {m: {in: 1, out: 2}}}' >prices.yaml
  cc-call --dry-run=sums --prices prices.yaml <some >out
  check '.[0] | .unpriced == 0 and .providers[0] == (.providers[0] | .cost = (.prompt + 2 * .completion) / 1000000)'
  run -4 --separate-stderr cc-call --dry-run --prices missing <some
  run -2 --separate-stderr cc-call --dry-run=all <some
  # Of candidates the dearest, whichever stands first.
  jq -c '.candidates = ["qwen", "glm", "builtin", "nobody"]' in | cc-call --dry-run 2>err >out
  check 'all(.provider == "glm")'
}

@test "--save-prompts writes each request to a file, whatever its name is" {
  provider_start
  export CASECRAFT_TEST_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_TEST_MODEL='cases 2;times=12;then;cases 20'
  {
    head -n 2 in
    jq -c 'select(.method == "PUT") | .slug = "../../Up"' in
    jq -c 'select(.method == "PUT") | .id = "nul" | del(.slug)' in
    echo '{"id":"a/b","messages":[]}'
  } >some
  cc-call -p test --save-prompts dir <some >out
  [ "$(find . -newer some -name '*.json' | sort)" = "$(find ./dir -name '*.json' | sort)" ]
  (cd dir && ls) >names
  [ "$(grep -cE '^[a-z0-9_][a-z0-9._-]*\.json$' names)" = "$(wc -l <names)" ]
  [ "$(grep -cvE '\.2\.json$' names)" = 5 ]
  [ "$(grep -cE '\.2\.json$' names)" = 4 ]
  grep -qx get_books.json names
  grep -q '^nul-' names
  jq -e '.messages | length == 4' dir/get_books.2.json
  # As they are sent, and as a dry run has them.
  cc-call -p test --save-prompts other --dry-run <some >dry 2>err
  jq -c 'select(.id == "GET /books").request' dry | cmp - <(jq -c . other/get_books.json)
  cmp other/get_books.json dir/get_books.json
  [ "$(find other -type f | wc -l)" = 5 ]
  # What cannot be written is not sent.
  : >file
  curl -s -X POST "$PROVIDER_URL/__reset" >reset
  run -4 --separate-stderr cc-call -p test --save-prompts file <some
  run -4 --separate-stderr cc-call -p test --save-prompts missing/dir <some
  run -4 --separate-stderr cc-call -p test --save-prompts missing/dir --dry-run <some
  mkdir -p full/get_books.json
  run -4 --separate-stderr cc-call -p test -j 1 --save-prompts full <some
  [ "${#lines[@]}" = 5 ]
  [[ $stderr = *full/get_books.json* ]]
  [ "$(requests)" = 0 ]
  provider_stop
}

@test "an operation takes a third of what its record takes, in the median" {
  for spec in "$ROOT/examples/bookshop.yaml" "$SHARED"/specs/{github-3.0.json,stripe-3.0.json,museum-3.1.yaml,petstore-3.0.yaml}; do
    [ -e "$spec" ] || continue
    cc-split "$spec" >records 2>split.err
    cc-call -p glm --dry-run <records 2>err | jq '.request.messages[1].content | utf8bytelength' >asked
    awk '{ print length($0) }' records | paste asked - | awk '{ print $1 / $2 }' | sort -n >ratios
    median=$(awk '{ r[NR] = $1 } END { print r[int((NR + 1) / 2)] }' ratios)
    echo "$spec: $median"
    awk -v m="$median" 'BEGIN { exit !(m > 0 && m <= 0.35) }'
  done
}

@test "a long description takes no long time, whatever its marks" {
  for marks in '](' '[](' '[' '<a' '](x '; do
    # shellcheck disable=SC2016 # $marks is jq's
    jq -nc --arg marks "$marks" '{id: "GET /x", method: "GET", path: "/x", description: ($marks * (2000000 / ($marks | length) | floor))}' >long
    (ulimit -t 10 && cc-call -p glm --dry-run <long >out 2>err)
    check '.[0].request.messages[1].content | utf8bytelength < 4000'
  done
}

@test "many names take no long time" {
  jq -nc '[range(100000) | "name\(.)"] as $names | {id: "POST /x", method: "POST", path: "/x",
    request: {body: {content: {"application/json": {schema: {required: $names, properties: ($names | map({key: ., value: {"$ref": "#/$defs/\(.)"}}) | from_entries)}}}}},
    "$defs": ($names | map({key: ., value: {}}) | from_entries)}' >many
  (ulimit -t 10 && cc-call -p glm --dry-run <many >out 2>err)
  check '.[0].request.messages[1].content | contains("\n name99999: name99999\n") and contains("\nname99999 = any\n")'
}

@test "a model is asked for what its cases are checked for, in few words" {
  local law=$ROOT/share/casecraft/case.schema.json
  jq -c 'select(.method == "POST")' in | head -n 1 >post
  cc-call -p openai --dry-run <post >out 2>err
  jq -r '.request.messages[0].content' out >system
  # Each line `name, name: …` names members of a case; `in` and its places are those there are, and so are techniques.
  sed -n 's/^\([a-z_, ]*\): .*/\1/p' system | tr -d ' ' | tr ',' '\n' >members
  [ "$(wc -l <members)" = 17 ]
  sed -n 's/^technique: \(.*\), where one fits$/\1/p' system | sed 's/ or /, /' | tr -d ' ' | tr ',' '\n' >techniques
  [ "$(wc -l <techniques)" -gt 8 ]
  grep -o '"in":"[a-z|]*"' system | cut -d '"' -f 4 | tr '|' '\n' | sort >places
  jq -e --rawfile members members --rawfile techniques techniques --rawfile places places '
    ($members | split("\n")[:-1] | all(. as $m | $law[0].properties | has($m)))
    and ($techniques | split("\n")[:-1] - $law[0].properties.technique.enum == [])
    and ($places | split("\n")[:-1] == ($law[0].properties.violates.properties.in.enum | sort))' --slurpfile law "$law" -n
  grep -q '"quote":"words of the description, copied exactly"' system
  grep -q '{"in":"state"}, never without preconditions' system
  grep -q '^status: .*documented' system
  # The schema that some servers take has the same members and places.
  echo '{{schema}}' >own
  cc-call -p glm --prompt own --dry-run <post 2>err | jq '.request.messages[0].content | fromjson.properties.cases.items.properties' >schema
  jq -e --rawfile members members --slurpfile law "$law" '(keys == ($members | split("\n")[:-1] | sort))
    and (.violates.properties | .in.enum == $law[0].properties.violates.properties.in.enum
      and keys == ($law[0].properties.violates.properties | keys))' schema
  # About four bytes are a token.
  [ "$(wc -c <system)" -lt 2000 ]
  check '.[0].request.messages | map(.content | utf8bytelength) | add < 3200'
}

@test "--prompt stands in place of ours" {
  printf '\357\273\277You write {{lang}}.\n---\nFor {{method}} {{path}} write {{cases}} = {{positive}} + {{negative}} + {{boundary}}:\n{{operation}}{{x y}} {{' >own
  cc-call -p glm --prompt own --cases 9 --lang zh --dry-run <in >out 2>err
  check 'all(.request.messages | .[0].content == "You write Chinese.\n")'
  check '.[0].request.messages[1].content | startswith("For GET /books write 9 = ") and contains("\nGET /books\nSearch the catalogue\n")
    and contains("query q?: string(2..80)") and endswith("{{x y}} {{")'
  echo 'Only this, by {{schema}}' >system
  cc-call -p glm --prompt system --dry-run <in >out 2>err
  check 'all(.request.messages | (.[0].content | contains("{\"type\":\"object\"")) and (.[1].content | contains("Write about ")))'
}

@test "a prompt that cannot be used is told" {
  printf 'a {{nonsense}}' >wrong
  printf 'a\n---\nno place\n' >blind
  printf '\xff\n' >bytes
  head -c 300000 /dev/zero | tr '\0' x >large
  for file in wrong blind bytes large missing .; do
    run -4 --separate-stderr cc-call -p glm --prompt $file --dry-run <in
    [ -z "$output" ]
    [[ "$stderr" = *"$file"* ]]
    run -4 --separate-stderr env CASECRAFT_GLM_API_KEY=k cc-call -p glm --prompt $file <in
  done
  run -4 --separate-stderr cc-call -p glm --prompt wrong --dry-run <in
  [[ "$stderr" = *'{{nonsense}}'* ]]
}
