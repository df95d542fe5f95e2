# casecraft export: each format says what the cases say, and nothing in them is read as anything else.  The programs
# that people run the formats with are tests/exports/run's.
load helper

setup() {
  cd "$BATS_TEST_TMPDIR"
  export_dir=$ROOT/share/casecraft/export
}

teardown() {
  provider_stop
}

formats() {
  casecraft export --list | awk '{ print $1 }'
}

# book: the cases of the example, in ./book.
book() {
  casecraft generate "$ROOT/examples/bookshop.yaml" --provider builtin -o book -q
}

# hostile: cases that are after something, in ./hostile.
hostile() {
  mkdir -p hostile
  jq -n -f "$ROOT/tests/exports/hostile.jq" >hostile/x.json
}

# document CASE...: a document in ./one with these cases, each the members that differ from an ordinary one.
document() {
  mkdir -p one
  printf '%s\n' "$@" | jq -s '{endpoint_id: "POST:/x", slug: "post_x", method: "POST", path: "/x", metadata: {api_title: "T", api_version: "1"},
    test_cases: [to_entries[] | {case_id: "POST_X-POS-00\(.key + 1)", name: "a case", module: "x", priority: "P1", test_type: "positive",
      provider: "x", method: "POST", path: "/x", target: "/x", status: 201, documented: true, checked: true} + .value]}' >one/post_x.json
}

@test "every format comes, to stdout and to a file alike" {
  book
  [ "$(formats | tr '\n' ' ')" = 'arazzo bruno csv curl http hurl markdown postman pytest tap ' ]
  local format
  for format in $(formats); do
    [ "$format" != bruno ] || continue
    casecraft export "$format" book -o file
    casecraft export "$format" book >stdout
    cmp stdout file
    [ "$(grep -c 'POST_ORDERS-NEG-001' file)" -ge 1 ] || { echo "$format has no POST_ORDERS-NEG-001"; false; }
  done
  casecraft export bruno book -o folder
  [ -s folder/bruno.json ]
  [ "$(find folder -name '*-*.bru' | wc -l)" = "$(cat book/*.json | jq -s 'map(.test_cases[]) | length')" ]
}

@test "the documents may have any form, and .casecraft is passed over" {
  local form
  book
  echo '{"endpoint_id":"GET:/no","slug":"no","method":"GET","path":"/no","test_cases":[{"case_id":"NO-POS-001"}]}' >book/.casecraft/no.json
  casecraft export csv book >want
  run ! grep NO-POS-001 want
  for form in '--format compact' '--format ndjson' '--format pretty --organize-by tag'; do
    rm -rf other
    # shellcheck disable=SC2086
    casecraft generate "$ROOT/examples/bookshop.yaml" --provider builtin -o other -q $form
    casecraft export csv other | sort | diff <(sort want) -
  done
}

@test "priorities and types choose" {
  book
  casecraft export csv book --priority P0,P2 --type negative,boundary >chosen
  casecraft export csv book --priority P0 --type=negative --priority P2 --type boundary | cmp chosen -
  casecraft export csv book --priority 'P0, P2' --type 'negative, boundary' | cmp chosen -
  tail -n +2 chosen | grep -oE '^"[A-Z0-9_]+-[A-Z]+-[0-9]+"' | tr -d '"' | sort >ids
  cat book/*.json | jq -r '.test_cases[] | select((.priority == "P0" or .priority == "P2") and .test_type != "positive") | .case_id' |
    sort | diff ids -
}

@test "documents of the Python tool lie beside ours, and are left out" {
  book
  casecraft export csv book >want
  echo '{"endpoint_id":"POST:/orders","method":"POST","path":"/orders","test_cases":[{"test_id":1,"case_id":"ORD-POS-001","name":"n",
    "priority":"P0","method":"POST","path":"/orders","body":{"a":1},"status":201,"test_type":"positive"}],"metadata":{}}' \
    >book/post_orders_20250813_183005.json
  for format in $(formats); do
    run -0 --separate-stderr casecraft export "$format" book -o "out.$format"
    [[ $stderr = 'casecraft: left out 1 cases that have no target: the Python tool '* ]]
    run ! grep -r ORD-POS-001 "out.$format"
  done
  cmp out.csv want
  rm book/get_* book/p*_{books,customers}* book/post_orders.json book/post_orders_orderid_cancel.json
  run -3 --separate-stderr casecraft export csv book
  [[ $stderr = 'casecraft: there are no cases in book' ]]
}

@test "what belongs to another description below stays out" {
  book
  casecraft export csv book >want
  cp "$ROOT/examples/bookshop.yaml" one.yaml
  cp one.yaml two.yaml
  casecraft generate one.yaml two.yaml --provider builtin -o book -q
  casecraft export csv book | cmp want -
  casecraft export csv book/two | cmp want -
}

@test "a directory may have any name" {
  local name
  book
  casecraft export csv book >want
  for name in $'a\nb' ' c ' 'd$x"'"'"'*' 書; do
    cp -r book "$name"
    casecraft export csv "$name" | cmp want -
    echo '{' >"$name/odd.json"
    run -3 casecraft export csv "$name"
    [[ $output = *'/odd.json, or delete it'* ]]
  done
}

@test "2: wrong usage; 3: nothing to export; 4: nothing to write to; and no file then" {
  mkdir empty none
  echo '{"a":1}' >none/x.json
  document '{}'
  local args
  for args in '' 'tap' 'odd one' '../tap one' 'tap one two' 'tap one -z' 'tap one -o' 'tap one --priority P7' 'tap one --type good' 'bruno one'; do
    # shellcheck disable=SC2086
    run -2 --separate-stderr casecraft export $args
    [ -z "$output" ]
    [[ $stderr = 'casecraft: '* ]]
  done
  run -3 --separate-stderr casecraft export tap nowhere -o out
  [[ $stderr = *nowhere* ]]
  run -3 --separate-stderr casecraft export tap empty -o out
  [[ $stderr = *'no documents in empty'*'casecraft generate'* ]]
  run -3 --separate-stderr casecraft export tap none -o out
  [[ $stderr = *'no cases in none'* ]]
  run -3 --separate-stderr casecraft export tap one --type negative -o out
  [[ $stderr = *'of this priority and type'* ]]
  echo '{' >none/y.json
  run -3 --separate-stderr casecraft export tap none -o out
  [[ ${stderr_lines[0]} = 'casecraft: cannot make tap of what is in none: none/y.json: '*line* ]]
  [ "${stderr_lines[1]}" = 'casecraft: mend none/y.json, or delete it, and casecraft generate makes it anew' ]
  jq 'del(.test_cases[0].name)' one/post_x.json >none/y.json
  run -3 --separate-stderr casecraft export tap none -o out
  [[ ${stderr_lines[0]} = 'casecraft: cannot make tap of what is in none: none/y.json: '*null* ]]
  [ "${stderr_lines[1]}" = 'casecraft: mend none/y.json, or delete it, and casecraft generate makes it anew' ]
  run -4 --separate-stderr casecraft export tap one -o nowhere/out
  run -4 --separate-stderr casecraft export tap one -o empty
  run -4 --separate-stderr casecraft export bruno one -o empty
  run -4 --separate-stderr env CASECRAFT_DATADIR=/nowhere casecraft export tap one -o out
  [[ $stderr = *CASECRAFT_DATADIR* ]]
  mkdir bin
  ln -s "$(command -v sh)" "$(command -v sed)" "$(command -v dirname)" "$(command -v readlink)" "$(command -v tr)" bin
  run -4 --separate-stderr env PATH="$PWD/bin" "$BIN/../libexec/casecraft/casecraft-export" tap one -o out
  [[ $stderr = *'jq is missing'* ]]
  [ ! -e out ]
  [ -z "$(find . -name '*.tmp')" ]
}

@test "every shell gives the same" {
  hostile
  casecraft export tap hostile >want
  local shell
  for shell in dash bash 'bash --posix' 'busybox sh' ksh mksh; do
    command -v "${shell%% *}" >/dev/null || continue
    # shellcheck disable=SC2086
    $shell "$BIN/../libexec/casecraft/casecraft-export" tap hostile | cmp want -
    # shellcheck disable=SC2086
    casecraft export tap hostile | $shell -n
    # shellcheck disable=SC2086
    casecraft export curl hostile | $shell -n
  done
}

@test "the body goes out as it stands in body_text, 64-bit numbers too" {
  local body='{"id":9223372036854775807,"price":1.10,"far":1e400}' escaped
  document "$(jq -cn --arg body "$body" '{content_type: "application/json", body_text: $body}')"
  escaped=$(jq -n --arg body "$body" '$body')
  for format in curl hurl http csv markdown; do
    casecraft export $format one >out
    case $format in
      csv) grep -qF -- "${body//\"/\"\"}" out ;;
      *) grep -qF -- "$body" out ;;
    esac
  done
  for format in tap pytest postman arazzo; do
    casecraft export $format one >out
    grep -qF -- "${escaped:1:-1}" out
  done
  casecraft export bruno one -o folder
  grep -qxF "  $body" folder/post_x/POST_X-POS-001.bru
}

@test "neither the server nor a credential is in what is written" {
  document '{"headers": {"Authorization": "Bearer ${AUTH_TOKEN}"}, "target": "/x?k=${API_KEY}"}' \
    '{"headers": {"Authorization": "Basic ${BASIC_CREDENTIALS}"}, "cookies": {"c": "${API_KEY}"}}'
  jq '.base = "https://secret.example/v1"' one/post_x.json >x && mv x one/post_x.json
  export AUTH_TOKEN=ttttt API_KEY=kkkkk BASIC_CREDENTIALS=bbbbb baseUrl=https://uuuuu
  for format in $(formats); do
    casecraft export "$format" one -o "out.$format"
  done
  run ! grep -rE 'secret\.example|ttttt|kkkkk|bbbbb|uuuuu' out.*
  # What fills them: each format has a way of its own, but for those that are read.
  grep -qF '"$AUTH_TOKEN"' out.tap
  grep -qF '"$API_KEY"' out.curl
  grep -qF '"Basic " + BASIC_CREDENTIALS' out.pytest
  for format in postman http hurl; do
    grep -qF 'Bearer {{AUTH_TOKEN}}' out.$format
    grep -qF '/x?k={{API_KEY}}' out.$format
  done
  grep -qF 'Bearer {{AUTH_TOKEN}}' -r out.bruno
  grep -qF 'Bearer {$inputs.AUTH_TOKEN}' out.arazzo
  for format in csv markdown; do
    grep -qF 'Bearer ${AUTH_TOKEN}' out.$format
  done
}

@test "cases of a state or a rule are marked in every format" {
  document '{}' '{"preconditions": ["an x is there"]}' '{"violates": {"in": "rule", "quote": "only once"}}' '{"violates": {"in": "state"}}'
  for format in $(formats); do
    casecraft export "$format" one -o "out.$format"
  done
  [ "$(grep -oE "' (-|state|rule) 'request" out.tap | cut -d ' ' -f 2 | tr '\n' ' ')" = '- state rule state ' ]
  [ "$(grep -cE '\[(state|rule)\]$' out.curl)" = 3 ]
  [ "$(grep -cE '\[(state|rule)\]$' out.hurl)" = 3 ]
  [ "$(grep -cx 'skip: {{skip}}' out.hurl)" = 3 ]
  [ "$(grep -cE '"(state|rule)", id=' out.pytest)" = 3 ]
  [ "$(jq '[.item[].item[] | select(.event[0].listen == "prerequest")] | length' out.postman)" = 3 ]
  [ "$(grep -c '^# @disabled SKIP' out.http)" = 3 ]
  [ "$(grep -rlE '^    (state|rule)$' out.bruno | wc -l)" = 3 ]
  [ "$(jq -c '[.workflows[]."x-casecraft-mark"]' out.arazzo)" = '[null,"state","rule","state"]' ]
  [ "$(grep -cE '"(state|rule)","[^"]*"'$'\r' out.csv)" = 3 ]
  [ "$(grep -cE '\| (state|rule) \|' out.markdown)" = 3 ]
}

@test "statuses and their classes" {
  document '{"status": 400, "status_in": ["400", "4XX"]}'
  for format in $(formats); do
    casecraft export "$format" one -o "out.$format"
  done
  grep -q "^check '[^']*' '400 4??' " out.tap
  local pattern
  for pattern in 'curl:grep -xE .400|4[0-9][0-9].' 'pytest:"400|4[0-9][0-9]"' 'hurl:matches /^(400|4[0-9][0-9])$/' \
    'http:matches ^(400|4[0-9][0-9])$' 'postman:/^(400|4[0-9][0-9])$/' 'arazzo:^(400|4[0-9][0-9])$' 'csv:400 or 4XX' 'markdown:400 or 4XX'; do
    grep -qF -- "$(tr . "'" <<<"${pattern#*:}")" "out.${pattern%%:*}" || { echo "not so: $pattern"; false; }
  done
  grep -qF 'matches ^(400|4[0-9][0-9])$' -r out.bruno
}

@test "names and titles stay on one line, whatever they hold" {
  document "$(jq -cn '{name: "a\r\nb\u0000c\u001b[31m\u0085d\u2028e\u202ef # SKIP \\ | <b> http://x www.y.z `c` *d*"}')"
  for format in tap curl hurl http; do
    casecraft export $format one >out
    [ "$(grep -c 'POST_X-POS-001' out)" = 1 ]
    run ! grep -P '\x1b|\x00|\xc2\x85|\xe2\x80[\xa8\xae]' out
  done
  casecraft export tap one | grep -qF 'f \# SKIP \\ |'
  casecraft export markdown one | tail -n 1 >row
  grep -qF '\# SKIP \\ \| &lt;b&gt; http\://x www\.y.z \`c\` \*d\*' row
}

@test "a document from anywhere reaches no other file, no line of its own, and no code" {
  document "$(jq -cn '{case_id: "../../out\nX", method: "GET http://evil/\n", target: "/x {{7*7}}\n\"$(touch ran)", status_in: ["200); evil(", "404"],
    headers: {"X\n{{a}}: b\n": "c\r\nInjected: yes\u0000"}, content_type: "text/plain\nInjected: yes", body_text: "b", priority: "<b>"}
    | ., (.method = "POST" | .case_id = "y")')"
  jq 'del(.slug)' one/post_x.json >x && mv x one/post_x.json
  casecraft export bruno one -o unnamed
  [ -s unnamed/outX.bru ]
  rm -r unnamed
  jq '.slug = "../../../tmp/evil" | .path = "/x\n}" | .metadata.api_title = "t\nSKIP=1; touch ran\n#"' one/post_x.json >x && mv x one/post_x.json
  for format in $(formats); do
    casecraft export "$format" one -o "made.$format"
    run ! grep -rE '^ *(Injected|SKIP=1|touch|evil)|7\*7\}|evil\(' "made.$format"
  done
  [ "$(find . -name 'outX*')" = ./made.bruno/tmpevil/outX.bru ]
  [ -d made.bruno/tmpevil ]
  baseUrl=http://127.0.0.1:9 sh made.tap >said 2>&1 || true
  baseUrl=http://127.0.0.1:9 sh made.curl >said 2>&1 || true
  [ ! -e ran ]
  [ ! -e /tmp/evil ]
}

@test "a target leads to no other server, whoever wrote it" {
  document '{"target": "@evil.example/", "headers": {"Authorization": "Bearer ${AUTH_TOKEN}"}}'
  local format
  for format in $(formats); do
    casecraft export "$format" one -o "out.$format"
    grep -qrF /@evil.example "out.$format"
    run ! grep -rE '[^/]@evil' "out.$format"
  done
}

@test "no cell of the table is a formula" {
  local start
  set --
  for start in '=' '+' '-' '@' '\t=' '\r=' ' =' '＝'; do
    set -- "$@" "{\"name\": \"${start}1+1\", \"content_type\": \"text/plain\", \"body_text\": \"${start}cmd|' /C calc'!A0\"}"
  done
  document "$@"
  casecraft export csv one >out
  [ "$(head -c 3 out | od -An -tx1 | tr -d ' ')" = efbbbf ]
  run ! grep -P '(^|,)"[=+\-@\t\r＝]' out
  [ "$(grep -c "calc'!A0" out)" = 8 ]
}

@test "braces are no templates: postman" {
  document '{"headers": {"X": "{{$guid}}"}, "content_type": "text/plain", "body_text": "{{ a }}{{7*7}}"}' '{"headers": {"X": "{{AUTH_TOKEN}}"}}'
  casecraft export postman one >out
  jq -e '[.variable[] | select(.key != "baseUrl") | [.key, .value]] == [[" a ", "{{ a }}"], ["$guid", "{{$guid}}"], ["7*7", "{{7*7}}"]]' out
  jq -e '[.item[].item[]] | length == 1 and .[0].request.body.raw == "{{ a }}{{7*7}}"' out
  jq -re .info.description out | grep -q 'Left out.*POST_X-POS-002'
}

@test "braces are no templates: http, hurl, bruno, arazzo" {
  document '{"headers": {"X": "{{$guid}} {$url}"}, "content_type": "text/plain", "body_text": "{{7*7}} {$url}"}'
  casecraft export http one >out
  run ! grep -E '\{\{(\$guid|7\*7)' out
  grep -qxF 'X: {{"\x7b\x7b$guid\x7d\x7d \x7b$url\x7d"}}' out
  casecraft export hurl one >out
  run ! grep -E '\{\{(\$guid|7\*7)' out
  grep -qxF "base64,$(printf '{{7*7}} {$url}' | base64);" out
  casecraft export bruno one -o folder
  run ! grep -rE '\{\{(\$guid|7\*7)' folder/post_x
  [ "$(cat folder/bodies/POST_X-POS-001)" = '{{7*7}} {$url}' ]
  casecraft export arazzo one >out
  jq -e '.workflows[0] | .steps[0].parameters[0].value == "$inputs.text0" and .inputs.properties.text0.default == "{{$guid}} {$url}"
    and .steps[0].requestBody.payload == "$inputs.body" and .inputs.properties.body.default == "{{7*7}} {$url}"' out
}

@test "what a program cannot send is left out, and it says so" {
  local body='"content_type": "text/plain", "body_text"' format number out left
  document "{\"method\": \"QUERY\", $body: \"b\"}" '{"method": "COPY"}' '{"method": "M*X"}' "{\"method\": \"HEAD\", $body: \"b\"}" \
    "{\"method\": \"GET\", $body: \"b\"}" "{$body: \"a\\u0000b\"}" '{"headers": {"X": "您你"}}' '{}'
  while IFS=: read -r format out; do
    casecraft export "$format" one -o "out.$format"
    left=$(grep -rhoE 'Left out[^"]*' "out.$format" | grep -oE 'POST_X-POS-00[0-9]' | tr -d '\n') || true
    [ "${left//POST_X-POS-00/}" = "$out" ] || { echo "$format leaves out $left"; false; }
    for number in 1 2 3 4 5 6 7 8; do
      [[ $out = *$number* ]] || [ "$(grep -raE "POST_X-POS-00$number" "out.$format" | grep -avc 'Left out')" -ge 1 ]
    done
  done <<'END'
arazzo:2345
bruno:7
csv:
curl:46
http:1347
hurl:3
markdown:
postman:
pytest:
tap:46
END
  # A method is what it is.
  grep -qF -e "-X 'M*X' " out.curl
  grep -qxF '  method: M*X' out.bruno/post_x/POST_X-POS-003.bru
}

@test "headers beyond ASCII go out as the bytes of UTF-8" {
  document '{"headers": {"X": "é租🙂 ${API_KEY}"}, "cookies": {"c": "é"}}'
  local bytes
  bytes=$(printf 'é租🙂' | iconv -f latin1 -t utf8)
  for format in postman http bruno arazzo; do
    casecraft export $format one -o "out.$format"
    grep -rqF "$bytes " "out.$format"
    run ! grep -rq 租 "out.$format"
  done
  for format in tap curl hurl pytest csv markdown; do
    casecraft export $format one -o "out.$format"
    grep -qF 'é租🙂' "out.$format"
  done
}

@test "what is JSON reads as JSON, what is Python compiles" {
  hostile
  casecraft export postman hostile | jq -e '.info.schema | endswith("v2.1.0/collection.json")'
  casecraft export arazzo hostile | jq -e '.arazzo == "1.0.1" and (.sourceDescriptions | length) == 1'
  casecraft export bruno hostile -o folder
  jq -e '.type == "collection"' folder/bruno.json
  command -v python3 >/dev/null || skip 'python3 is not installed'
  casecraft export pytest hostile -o hostile_test.py
  python3 -m py_compile hostile_test.py
  casecraft export csv hostile -o hostile.csv
  jq .test_cases hostile/x.json >cases.json
  python3 "$ROOT/tests/exports/read.py" csv hostile.csv cases.json
}

@test "each line of hurl is one of its grammar" {
  hostile
  book
  for dir in hostile book; do
    casecraft export hurl $dir >out
    # Comment, request, headers, options, body, answer: in this order, and nothing else.
    awk '
      function bad(why) { print NR ": " why ": " $0; failed = 1 }
      /^#/ || /^$/ { if (state != "" && state != "answer") bad("too early"); state = ""; next }
      state == "" { if (!/^[A-Z]+ \{\{baseUrl\}\}\/[A-Za-z0-9\/?&=%._~,:;@$+*!()-]*(\{\{API_KEY\}\})?$/) bad("no request"); state = "head"; next }
      /^HTTP ([1-5][0-9][0-9]|\*)$/ { state = "answer"; next }
      state == "answer" { if (!/^(\[Asserts\]|status toString matches \/\^\([1-5][0-9|[\]-]*\)\$\/)$/) bad("no assertion"); next }
      state == "head" && /^\[Options\]$/ { state = "options"; next }
      state == "options" { if (!/^skip: \{\{skip\}\}$/) bad("no option"); state = "body"; next }
      /^base64,[A-Za-z0-9+\/]*=*;$/ || (/^[{[]/ && !/\{\{|\\/) { state = "done"; next }
      state == "head" && /^([A-Za-z0-9_-]|\\u\{[0-9a-f]+\})+: / { sub(/^[^:]*: /, ""); gsub(/\{\{(AUTH_TOKEN|API_KEY|BASIC_CREDENTIALS)\}\}/, "")
        if (/[{}"#\\]/) { gsub(/\\u\{[0-9a-f]+\}/, ""); if (/[{}"#\\]/) bad("no value") } next }
      state == "head" && /^[A-Za-z0-9_-]+:$/ { next }
      { bad("nothing of the grammar") }
      END { exit failed }' out
  done
}

@test "tap runs: what passes, what fails, what is left aside, and the code says so" {
  document '{"status": 418, "headers": {"X-Script": "status=418"}}' '{"status": 404, "status_in": ["404", "5XX"], "headers": {"X-Script": "status=503"}}' \
    '{"status": 200, "headers": {"X-Script": "status=200"}, "preconditions": ["x"]}'
  provider_start
  casecraft export tap one >suite.sh
  export baseUrl=$PROVIDER_URL/v1/
  run -0 sh suite.sh
  [ "$(grep -cE '^ok [123] - ' <<<"$output")" = 3 ]
  [ "${lines[0]}" = 1..3 ]
  run -0 env SKIP=state sh suite.sh
  [[ ${lines[3]} = 'ok 3 - '*'# SKIP state' ]]
  stat_is '.requests' 5
  jq '.test_cases[].status = 599 | del(.test_cases[].status_in)' one/post_x.json >x && mv x one/post_x.json
  casecraft export tap one >wrong.sh
  run -1 sh wrong.sh
  [ "$(grep -cE '^not ok [123] - ' <<<"$output")" = 3 ]
  [[ $output = *'# got 418, expected 599'* ]]
  run -2 env -u baseUrl sh suite.sh
  [[ $output = *baseUrl* ]]
  run -1 env baseUrl=http://127.0.0.1:9 sh suite.sh
  [ "$(grep -c '^not ok' <<<"$output")" = 3 ]
}

@test "curl runs: a line prints the status it expects, and sh -e ends at one that it does not" {
  document '{"status": 418, "headers": {"X-Script": "status=418"}}' '{"status": 503, "status_in": ["5XX"], "headers": {"X-Script": "status=503"}}'
  provider_start
  export baseUrl=$PROVIDER_URL/v1
  casecraft export curl one >lines.sh
  run -0 sh -e lines.sh
  [ "$output" = $'418\n503' ]
  jq '.test_cases[].status = 599 | del(.test_cases[].status_in)' one/post_x.json >x && mv x one/post_x.json
  casecraft export curl one >lines.sh
  run -1 sh -e lines.sh
  [ -z "$output" ]
}

@test "what tap and curl send is what the cases say, byte for byte, and no value is run" {
  hostile
  provider_start
  export baseUrl=$PROVIDER_URL AUTH_TOKEN='a"b\c$(touch ran)' API_KEY=key BASIC_CREDENTIALS=b
  local number
  jq -r '.test_cases | to_entries[] | select(.value.name | test("^(text (bra|clo|she|lin|at|uni|emp|bla|per|tab)|not JSON|white space)")) | .key' hostile/x.json >numbers
  [ "$(wc -l <numbers)" -ge 10 ]
  while read -r number; do
    mkdir -p each
    jq --argjson n "$number" '.test_cases |= [.[$n]]' hostile/x.json >each/x.json
    jq -r '.test_cases[0].body_text' each/x.json >want
    for format in tap curl; do
      casecraft export $format each >suite.sh
      sh suite.sh >said 2>&1 || true
      curl -s "$PROVIDER_URL/__last" >last
      jq -r .body last | cmp want - || { echo "$format, $number"; cat last; false; }
      [ "$(jq -r .path last)" = "$(jq -r '.test_cases[0].target' each/x.json)" ]
    done
  done <numbers
  [ ! -e ran ]
}

@test "the help names every format, and each has a line of words" {
  casecraft export --help >help
  for format in $(formats); do
    grep -qE "^  $format +[A-Z].{20,}" help
    grep -qxF ".It Cm $format" "$ROOT/man/casecraft.1"
    grep -qF "## $format" "$ROOT/docs/exports.md"
  done
  [ "$(ls "$export_dir"/*.jq | wc -l)" = "$(formats | wc -l)" ]
}
