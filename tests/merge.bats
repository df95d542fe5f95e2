bats_require_minimum_version 1.5.0
load helper

setup() {
  cd "$BATS_TEST_TMPDIR"
  R=$FIXTURES/results
}

# result ID SLUG MEMBERS...: one result record.
result() {
  local id=$1 slug=$2
  shift 2
  printf '{"id":"%s","slug":"%s","method":"GET","path":"/%s","provider":"glm",%s}\n' \
    "$id" "$slug" "$slug" "$*"
}

CASES='"cases":[{"case_id":"X-POS-001","priority":"P1"}]'
ERROR='"error":{"class":"server","provider":"glm","http":500}'

# many N: N results of some size.
many() {
  local i
  for i in $(seq 1 "$1"); do
    result "GET /r$i" "r$i" "\"cases\":[{\"case_id\":\"X\",\"name\":\"$(printf '%0300d' "$i")\"}]"
  done
}

@test "a document is written, indented, with every number and escape as it came" {
  cc-merge -o out "$R/exact.ndjson" >slim
  diff "$R/exact.pretty.json" out/get_pets_petid.json
  diff "$R/exact.slim.ndjson" slim
  [ "$(ls -A -I .casecraft out)" = get_pets_petid.json ]
}

@test "the default directory is test_cases, and parents are made" {
  result 1 a "$CASES" | cc-merge >slim
  [ "$(jq -r .file slim)" = test_cases/a.json ]
  [ -f test_cases/a.json ]
  result 1 a "$CASES" | cc-merge --output=x/y/z/// >slim
  [ "$(jq -r .file slim)" = x/y/z/a.json ]
  [ -f x/y/z/a.json ]
}

@test "permissions follow the umask" {
  (umask 027 && cc-merge -o out "$R/exact.ndjson" >/dev/null)
  [ "$(stat -c %a out out/get_pets_petid.json | tr '\n' ' ')" = "750 640 " ]
}

@test "compact is one line with the same content" {
  cc-merge -o out --format compact "$R/exact.ndjson" >/dev/null
  [ "$(wc -l <out/get_pets_petid.json)" -eq 1 ]
  diff <(jq -S . "$R/exact.pretty.json") <(jq -S . out/get_pets_petid.json)
  run grep -c '": ' out/get_pets_petid.json
  [ "$output" = 0 ]
}

@test "ndjson has a line for all but the cases, and one for each of them" {
  cc-merge -o out --format ndjson "$R/exact.ndjson" >slim
  [ "$(jq -r .file slim)" = out/get_pets_petid.ndjson ]
  [ "$(wc -l <out/get_pets_petid.ndjson)" -eq 3 ]
  # Together they are what a document is.
  diff <(jq -S . "$R/exact.pretty.json") \
    <(jq -nS 'input as $head | $head + {test_cases: [inputs]}' out/get_pets_petid.ndjson)
  grep -q '"price":0.10' out/get_pets_petid.ndjson
  local before
  before=$(stat -c '%i %y' out/get_pets_petid.ndjson)
  SOURCE_DATE_EPOCH=2000000000 cc-merge -o out --format ndjson "$R/exact.ndjson" >/dev/null
  [ "$(stat -c '%i %y' out/get_pets_petid.ndjson)" = "$before" ]
  # Without cases there is the first line; and a state can be made of such files.
  result 1 a '"cases":[]' | sed 's/"id":"1"/"id":"GET \/a"/' | cc-merge -o out --format ndjson >/dev/null
  [ "$(wc -l <out/a.ndjson)" -eq 1 ]
  cp out/.casecraft/state.json good
  : >out/.casecraft/state.json
  result 1 b '"cases":[]' | cc-merge -o out --format ndjson >/dev/null
  diff <(jq '.endpoints | del(."GET:/b") | map_values(del(.digest, .attempts))' good) \
    <(jq '.endpoints | del(."GET:/b")' out/.casecraft/state.json)
}

@test "only the schemas the kept cases reach are in the document" {
  cc-merge -o out --priority P2 "$R/exact.ndjson" >/dev/null
  [ "$(jq -c '[.test_cases[].case_id], has("$defs")' out/get_pets_petid.json | tr '\n' ' ')" = \
    '["GET_PETS_PETID-NEG-001"] false ' ]
}

@test "--priority takes a list and drops other cases from the document alone" {
  local p='"cases":[{"n":0,"priority":"P0"},{"n":1,"priority":"P1"},{"n":2,"priority":"P2"},{"n":3}]'
  result 1 a "$p" | cc-merge -o out --priority P0,P2 >slim
  [ "$(jq -c '[.test_cases[].n]' out/a.json)" = '[0,2]' ]
  [ "$(jq -c '.cases | length' slim)" = 4 ]
}

@test "the best result wins, whatever the order" {
  run -0 cc-merge -o out "$R/best.ndjson"
  [ "$(jq -r '.test_cases[].case_id' out/a.json out/b.json out/c.json | tr '\n' ' ')" = \
    "a-glm b-qwen c-glm " ]
  [ "$(ls -A -I .casecraft out | tr '\n' ' ')" = "a.json b.json c.json " ]
}

# marks: of each line of slim, whether it is superseded, and its file.
marks() {
  jq -c '[.superseded // false, .file // ""]' slim | tr -d '\n'
}

@test "one line comes out for each that goes in, at its place; of a pipe, those are marked that lost to an earlier one" {
  cc-merge -o out <"$R/best.ndjson" >slim
  [ "$(marks)" = "$(printf '%s' \
    '[false,"out/a.json"]' '[false,"out/a.json"]' '[true,""]' '[false,""]' \
    '[false,"out/b.json"]' '[false,"out/b.json"]' '[false,"out/c.json"]' '[true,""]' \
    '[false,""]' '[false,""]')" ]
  # The one that beats a record which has been passed on says what that one had brought.
  jq -c .supersedes slim | tr -d '\n' >got
  [ "$(cat got)" = "null$(printf '%s' '{"id":"GET /a","provider":"builtin","cases":[{"priority":"P1"}]}' null null \
    '{"id":"GET /b","provider":"glm","error":{"class":"server"}}' '{"id":"GET /b","provider":"glm","cases":[{"priority":"P1"}]}' \
    null null null null)" ]
}

@test "a line that would be too long with what it supersedes goes without that" {
  result 1 a '"cases":[{"priority":"P1"},{"priority":"P1"}]' >in
  result 1 a '"reply":{"finish_reason":"stop","content":"' | tr -d '\n' | sed 's/}$//' >long
  head -c $((16 * 1024 * 1024 - $(wc -c <long) - 4)) /dev/zero | tr '\0' x >>long
  echo '"}}' >>long
  cat in long | cc-merge -o out >slim
  jq -es 'length == 2 and .[1].reply.finish_reason == "stop" and (.[1] | has("supersedes") | not)' slim
  cc-stats slim >report
}

@test "of files, those are marked too that lose to a later one, and their documents are not written" {
  local want
  want=$(printf '%s' \
    '[true,""]' '[false,"out/a.json"]' '[true,""]' '[true,""]' \
    '[true,""]' '[false,"out/b.json"]' '[false,"out/c.json"]' '[true,""]' \
    '[false,""]' '[false,""]')
  cc-merge -o out "$R/best.ndjson" >slim
  [ "$(marks)" = "$want" ]
  # So it is over several of them, and where one has a line that is no record.
  { sed -n 1,4p "$R/best.ndjson"; echo '{"no":"id"}'; result "GET /a" a '"cases":[{"case_id":"unread"}]'; } >one
  sed -n '5,$p' "$R/best.ndjson" >two
  run -3 --separate-stderr cc-merge -o out one two
  printf '%s\n' "$output" >slim
  [ "$(marks)" = "$want" ]
  [ "$(jq -r '.test_cases[].case_id' out/a.json)" = a-glm ]
  [ "${#stderr_lines[@]}" -eq 1 ]
}

@test "of errors alone the first stays, and a record without a result loses to any" {
  { result 1 a '"seq":1'; result 1 a "$ERROR"; result 1 a "$ERROR"; } >in
  run -1 --separate-stderr cc-merge -o out in
  [ "$(jq -c '.superseded // false' <<<"$output" | tr '\n' ' ')" = 'true false true ' ]
}

@test "--prefer: the first of the list wins, then other models, then builtin, whatever the order" {
  local list want answers=() one
  for one in builtin glm qwen kimi; do
    answers+=("$(result 1 a "\"cases\":[{\"by\":\"$one\"}]" | sed "s/glm\",\"cases/$one\",\"cases/")")
  done
  while read -r list want; do
    printf '%s\n' "${answers[@]}" | cc-merge -o one --prefer "$list" >/dev/null
    printf '%s\n' "${answers[@]}" | tac | cc-merge -o two --prefer "$list" >/dev/null
    [ "$(jq -r '.test_cases[].by' one/a.json two/a.json | tr '\n' ' ')" = "$want $want " ] || { echo "$list"; return 1; }
  done <<'END'
glm glm
qwen,glm qwen
builtin builtin
none,kimi kimi
builtin,kimi builtin
END
  # What the list does not name: the later of the models.
  printf '%s\n' "${answers[@]}" | cc-merge -o one --prefer none >/dev/null
  [ "$(jq -r '.test_cases[].by' one/a.json)" = kimi ]
  # A name that nobody has is told, once all was read.
  run -0 --separate-stderr cc-merge -o one --prefer bultin,glm,kmi <<<"${answers[1]}"
  [ "$(grep -c -- "--prefer" <<<"$stderr")" = 2 ]
  [[ $stderr == *"--prefer bultin: no record is by that provider"* && $stderr == *"--prefer kmi: "* ]]
  # Of an operation that has not changed nobody knows whose its answer is; where nothing was answered, there is no choice.
  for one in "$(printf "%s\n" "${answers[1]}" "$(grep unchanged "$R/best.ndjson")")" "$(grep unchanged "$R/best.ndjson")" ''; do
    run -0 --separate-stderr cc-merge -o two --prefer bultin <<<"$one"
    [[ $stderr != *--prefer* ]]
  done
  # An error is no answer, whoever it is of.
  { result 1 a "$ERROR"; echo "${answers[0]}"; } >in
  run -0 cc-merge -o one --prefer glm in
}

@test "an unchanged record is handed on untouched and needs no result" {
  grep unchanged "$R/best.ndjson" >in
  cc-merge -o out in >slim
  cmp in slim
  [ -z "$(ls -A -I .casecraft out)" ]
}

@test "a record that another cc-merge marked takes no part" {
  { result 1 a '"cases":[{"n":1}]'; result 1 a '"superseded":true,"file":"old","cases":[{"n":2}]'; } |
    cc-merge -o out >slim
  [ "$(jq -c '.test_cases' out/a.json)" = "$(printf '[\n  {\n    "n": 1\n  }\n]' | jq -c .)" ]
  [ "$(jq -c '[.superseded, .file]' slim | tail -1)" = '[true,null]' ]
}

@test "an error writes no file, exits 1, and leaves the file of an earlier run" {
  result 1 a "$CASES" | cc-merge -o out >/dev/null
  cp out/a.json before
  { result 1 a "$ERROR"; result 2 b "$ERROR"; } >in
  run -1 --separate-stderr cc-merge -o out in
  cmp before out/a.json
  [ "$(ls -A -I .casecraft out)" = a.json ]
  # What comes behind it does not make up for it.
  { result 2 b "$ERROR"; result 3 c "$ERROR"; result 1 a "$CASES"; } >in
  run -1 --separate-stderr cc-merge -v -o out in
  [[ $stderr == *'written: 0, left as they were: 1; operations with errors: 2' ]]
}

@test "a record without a result exits 1 and says so" {
  echo '{"id":"1","slug":"a","provider":"glm"}' >in
  run -1 --separate-stderr cc-merge -o out in
  [[ $stderr == *"no result"* ]]
  result 2 b "$ERROR" >>in
  run -1 cc-merge -o out in
  [ -z "$(ls -A -I .casecraft out)" ]
}

@test "reply and error records keep their members; empty input is nothing to do" {
  run -0 --separate-stderr cc-merge -o out /dev/null
  [ -z "$output$stderr" ]
  result 1 a '"reply":{"content":"x"}' >in
  cc-merge -o out in | diff in -
}

@test "what would only get a new time stamp is not written again" {
  SOURCE_DATE_EPOCH=1 cc-merge -o out "$R/exact.ndjson" >/dev/null
  local before
  before=$(stat -c '%i %y' out/get_pets_petid.json)
  SOURCE_DATE_EPOCH=2000000000 cc-merge -v -o out "$R/exact.ndjson" >slim 2>err
  grep -q 'written: 0, left as they were: 1; operations with errors: 0' err
  [ "$(stat -c '%i %y' out/get_pets_petid.json)" = "$before" ]
  grep -q 1970-01-01T00:00:01Z out/get_pets_petid.json
  [ "$(jq -r .file slim)" = out/get_pets_petid.json ]
  SOURCE_DATE_EPOCH=2000000000 cc-merge -v -o out --priority P0 "$R/exact.ndjson" 2>err >/dev/null
  grep -q 'written: 1, left as they were: 0; operations with errors: 0' err
  grep -q 2033-05-18T03:33:20Z out/get_pets_petid.json
}

# described TITLE SOURCE CASES: a record of a description.
described() {
  result "GET /status" get_status "\"spec\":{\"title\":\"$1\",\"source\":\"$2\"},$3"
}

@test "a document of another description is overwritten with a warning" {
  described One one.yaml "$CASES" | cc-merge -o out >/dev/null
  # A new title, or a new place, is none.
  local title source
  while read -r title source; do
    described "$title" "$source" '"cases":[]' >in
    run -0 --separate-stderr cc-merge -o out in
    [ -z "$stderr" ] || { echo "$stderr"; return 1; }
  done <<'END'
One other.yaml
Two other.yaml
Two one.yaml
END
  { described Three three.yaml '"cases":[]'; described Three three.yaml "$CASES"; } >in
  run -0 --separate-stderr cc-merge -o out in
  [ "${#stderr_lines[@]}" = 1 ]
  [[ $stderr == *'GET /status: its document is of another description, "Two", and is overwritten; give each'*'-o'* ]]
  [ "$(jq -r .metadata.api_title out/get_status.json)" = Three ]
  # The first of several, then how many.
  described Three three.yaml "$CASES" | sed 's/status/other/g' | cc-merge -o out >/dev/null
  described Four four.yaml "$CASES" | sed 'p; s/status/other/g' >in
  run -0 --separate-stderr cc-merge -o out in
  [ "${#stderr_lines[@]}" = 2 ]
  [[ $stderr == *'2 documents of another description were overwritten in all' ]]
}

@test "a file that is broken, huge or no file of ours is replaced" {
  mkdir out
  echo '{"metadata":' >out/get_pets_petid.json
  cc-merge -o out "$R/exact.ndjson" >/dev/null
  cmp "$R/exact.pretty.json" out/get_pets_petid.json
  truncate -s 200M out/get_pets_petid.json
  cc-merge -o out "$R/exact.ndjson" >/dev/null
  cmp "$R/exact.pretty.json" out/get_pets_petid.json
}

@test "a link where the file goes is replaced, never followed" {
  mkdir out
  echo keep >victim
  ln -s ../victim out/get_pets_petid.json
  cc-merge -o out "$R/exact.ndjson" >/dev/null
  [ "$(cat victim)" = keep ]
  [ ! -L out/get_pets_petid.json ]
  cmp "$R/exact.pretty.json" out/get_pets_petid.json
}

@test "a tag folder that is a link is refused" {
  mkdir out elsewhere
  ln -s ../elsewhere out/Pets
  run -4 --separate-stderr cc-merge -o out --organize-by tag "$R/exact.ndjson"
  [[ $stderr == *"out/Pets/get_pets_petid.json"* ]]
  [ -z "$(ls -A elsewhere)" ]
}

@test "hostile slugs stay inside the directory and never share a file" {
  cc-merge -o out "$R/hostile.ndjson" >slim
  [ "$(find . -type f -not -path './out/*' | sort | tr '\n' ' ')" = "./slim " ]
  [ "$(find out -mindepth 1 | wc -l)" -eq 14 ]
  run grep -vE '^[a-z0-9_][a-z0-9._-]{0,199}\.json$' <(ls -A -I .casecraft out)
  [ "$output" = "" ]
  [ "$(jq -r '.test_cases[].case_id' out/* | sort -u | wc -l)" -eq 14 ]
  [ "$(jq -r .file slim | sort -u | wc -l)" -eq 14 ]
  while read -r file; do [ -f "$file" ] || return 1; done < <(jq -r .file slim)
}

@test "hostile tags are one safe folder each" {
  cc-merge -o out --organize-by tag "$R/hostile.ndjson" >slim
  [ "$(find . -type f -not -path './out/*' | sort | tr '\n' ' ')" = "./slim " ]
  [ "$(find out -mindepth 2 -maxdepth 2 -type f | wc -l)" -eq 14 ]
  run grep -E '^[.-]|[[:cntrl:]]|\.\.' <(ls -A -I .casecraft out)
  [ "$output" = "" ]
  [ -d out/untagged ]
  [ -d out/etc-passwd ]
  [ -d out/casecraft ]
  [ -d out/中文-标签 ]
  [ "$(find out -mindepth 1 -maxdepth 1 -printf '%f\n' | awk '{ print length }' | sort -n | tail -1)" -le 100 ]
}

@test "--name: files are called after a form, safely, and never share a name" {
  { result 1 get_pets '"operation_id":"getPets","cases":[]'
    result 2 post_pets '"operation_id":"make_pets","cases":[]' | sed 's/"GET"/"POST"/'
    result 3 put_pets '"cases":[]' | sed 's/"GET"/"PUT"/'
    result 4 odd '"operation_id":"../../x/\u0000{slug}","cases":[]' | sed 's/"method":"GET",//'
    result 5 same '"operation_id":"make_pets","cases":[]' | sed 's/"method":"GET",//'; } >in
  local form want
  while read -r form want; do
    rm -rf out
    cc-merge -o out --name "$form" in >slim 2>err
    [ "$(find out -name '*.json' -not -path '*/.casecraft/*' -printf '%f\n' | sed 's/-[0-9a-f]\{8\}\.json/-X.json/' | LC_ALL=C sort | tr '\n' ' ')" = "$want " ] ||
      { echo "$form"; ls out; return 1; }
    [ "$(jq -r .file slim | sort -u | wc -l)" -eq 5 ]
    cc-merge -o two --name "$form" in >/dev/null 2>&1
    diff -r out two
    rm -rf two
  done <<'END'
{slug} get_pets.json odd.json post_pets.json put_pets.json same.json
api.{slug}-case api.get_pets-case.json api.odd-case.json api.post_pets-case.json api.put_pets-case.json api.same-case.json
{operation_id} _._.._x_____slug_-X.json getpets-X.json make_pets-X.json make_pets.json put_pets.json
{method}_{slug} _odd.json _same.json get_get_pets.json post_post_pets.json put_put_pets.json
{slug}{slug} get_petsget_pets.json oddodd.json post_petspost_pets.json put_petsput_pets.json samesame.json
END
  for form in '' x '{method}' '{tag}-{slug}' '{slug' '{}' '{slug}/x' '../{slug}' '.{slug}' '-{slug}' 'Test{slug}' '{slug} ' '{slug}}'; do
    run -2 --separate-stderr cc-merge -o out --name "$form" in
    [[ $stderr == "cc-merge: option --name "* ]] || { echo "$form: $stderr"; return 1; }
  done
}

@test "the same names come out in every run" {
  cc-merge -o one --organize-by tag "$R/hostile.ndjson" >/dev/null
  cc-merge -o two --organize-by tag "$R/hostile.ndjson" >/dev/null
  diff -r one two
}

@test "two operations of one name both get a file, with a warning" {
  { result 1 a '"cases":[{"n":1}]'; result 2 a '"cases":[{"n":2}]'; result 1 a '"cases":[{"n":3}]'; } >in
  run -0 --separate-stderr cc-merge -o out <in
  [[ $stderr == *"belongs to another operation"* ]]
  [ "$(jq -c '.test_cases[].n' out/a.json)" = 3 ]
  [ "$(jq -c '.test_cases[].n' out/a-*.json)" = 2 ]
}

# alike PATH N: a result whose operation id is that of others, with one case.
alike() {
  result "GET /$1" "$1" '"operation_id":"get_it",'"\"cases\":[{\"n\":$2}]"
}

# holds FILE PATH N: the document is of that operation, and has its case.
holds() {
  [ "$(jq -c '[.endpoint_id, .test_cases[0].n]' "out/$1")" = "[\"GET:/$2\",$3]" ] || { jq -c . "out/$1"; return 1; }
}

@test "--name {operation_id}: operations of one id keep their names, whichever comes first or alone" {
  local form=(--name '{operation_id}') apart
  { alike a 1; alike b 2; } | cc-merge -o out "${form[@]}" >slim
  apart=$(jq -r 'select(.id == "GET /b").file' slim)
  apart=${apart#out/}
  [[ $apart == get_it-????????.json ]]
  alike b 3 | cc-merge -o out "${form[@]}" >/dev/null
  holds get_it.json a 1
  holds "$apart" b 3
  { alike b 4; alike a 4; } | cc-merge -o out "${form[@]}" --format compact >/dev/null
  holds get_it.json a 4
  holds "$apart" b 4
  # A third one, beside one that has not changed.
  { echo '{"id":"GET /a","unchanged":true}'; alike c 5; } | cc-merge -o out "${form[@]}" >slim
  holds get_it.json a 4
  [ "$(jq -r '.test_cases[0].n' "$(jq -r 'select(.file).file' slim)")" = 5 ]
  [ "$(jq -r '.endpoints[].file' out/.casecraft/state.json | sort -u | wc -l)" -eq 3 ]
  [ "$(find out -name '*.old*')" = "" ]
}

@test "--name {operation_id}: an operation of another path takes the name, and the state has the older one no more" {
  alike a 1 | cc-merge -o out --name '{operation_id}' >/dev/null
  alike a2 2 | cc-merge -o out --name '{operation_id}' >/dev/null
  holds get_it.json a2 2
  [ "$(jq -c '.endpoints | map_values(.file)' out/.casecraft/state.json)" = '{"GET:/a2":"get_it.json"}' ]
  # One that is there after all, and came too late to keep its name, is made again.
  { alike a 3; echo '{"id":"GET /a2","unchanged":true}'; } | cc-merge -o out --name '{operation_id}' >/dev/null
  [ "$(jq -c '.endpoints | keys' out/.casecraft/state.json)" = '["GET:/a"]' ]
  { echo '{"id":"GET /a","unchanged":true}'; alike a2 4; } | cc-merge -o out --name '{operation_id}' >/dev/null
  holds get_it.json a 3
  [ "$(jq -c '.endpoints | map(.file) | unique | length' out/.casecraft/state.json)" = 2 ]
}

@test "a line that is no record exits 3, names it, and what came before is written" {
  { result 1 a "$CASES"; echo '{"no":"id"}'; result 2 b "$CASES"; } >in
  run -3 --separate-stderr cc-merge -o out in
  [[ $stderr == *"in:2:"* ]]
  [ "${#lines[@]}" -eq 1 ]
  [ "$(ls -A -I .casecraft out)" = a.json ]
}

@test "several files and stdin are one stream" {
  result 1 a '"cases":[{"n":1}]' >one
  result 2 b "$CASES" >two
  result 1 a '"cases":[{"n":2}]' | cc-merge -o out one two - >slim
  [ "$(wc -l <slim)" -eq 3 ]
  [ "$(jq -c '.test_cases[].n' out/a.json)" = 2 ]
}

@test "a directory that cannot be used ends it at once, with its name and the reason" {
  echo text >file
  run -4 --separate-stderr cc-merge -o file/out </dev/null
  [[ $stderr == *"file/out"*"Not a directory"* ]]
  run -4 --separate-stderr cc-merge -o file </dev/null
  run -4 --separate-stderr cc-merge -o /proc/none/out </dev/null
  run -4 --separate-stderr cc-merge -o '' </dev/null
  result 1 a "$CASES" >in
  run -4 --separate-stderr cc-merge -o /proc in
  [[ $stderr == *"/proc"* ]]
}

@test "a file that cannot be written is told; the others are written; no temporary file stays" {
  mkdir -p out/a.json
  { result 1 a "$CASES"; result 2 b "$CASES"; } >in
  run -4 --separate-stderr cc-merge -o out in
  [[ $stderr == *"cannot write out/a.json"* ]]
  [ "${#lines[@]}" -eq 2 ]
  [[ ${lines[0]} != *'"file"'* ]]
  [ "$(ls -A -I .casecraft out | tr '\n' ' ')" = "a.json b.json " ]
  # Ten are told one by one.
  mkdir out/r{1..10}.json
  run -4 --separate-stderr cc-merge -o out <(many 10)
  [ "$(grep -c 'cannot write out/r' <<<"$stderr") $(grep -c 'in all' <<<"$stderr")" = '10 0' ]
  mkdir out/r11.json
  run -4 --separate-stderr cc-merge -o out <(many 11)
  [ "$(grep -c 'cannot write out/r' <<<"$stderr")" = 10 ]
  [[ $stderr == *'11 documents could not be written in all' ]]
}

@test "a write that fails half-way leaves the older file whole and no temporary file" {
  result 1 a "$CASES" | cc-merge -o out >/dev/null
  cp out/a.json before
  result 1 a "\"cases\":[{\"n\":\"$(printf '%09000d' 0)\"}]" >in
  run -4 --separate-stderr bash -c 'trap "" XFSZ; ulimit -f 4; cc-merge -o out in | cat; exit "${PIPESTATUS[0]}"'
  [[ $stderr == *"cannot write out/a.json"* ]]
  cmp before out/a.json
  [ "$(ls -A -I .casecraft out)" = a.json ]
}

# stopped: VICTIM stands still, or is gone.
stopped() {
  ! kill -0 $VICTIM 2>/dev/null || grep -q '^State:[[:space:]]*[TZ]' "/proc/$VICTIM/status" 2>/dev/null
}

# caught SIGNAL: sends it to a cc-merge, VICTIM, of the records in `in`, again and again until that leaves a temporary
# file, LEFT.
caught() {
  local turn
  for turn in $(seq 1 200); do
    cc-merge -o out in >/dev/null 2>&1 3>&- &
    VICTIM=$!
    sleep "0.0$((turn % 10))"
    kill -s "$1" $VICTIM || true
    until_true stopped
    LEFT=$(find out -name '.*.tmp' 2>/dev/null | head -n 1)
    [ -z "$LEFT" ] || return 0
    kill -9 $VICTIM || true
    wait $VICTIM || true
    rm -rf out
  done
  return 1
}

@test "what kill -9 leaves behind is removed by the next run; what another process is at stays" {
  { many 400; result t t "\"tags\":[\"T\"],$CASES"; } >in
  caught KILL || skip 'no write is slow enough to be killed in it'
  wait $VICTIM || true
  mkdir -p out/T out/.casecraft out/.other
  local name
  for name in .a.json T/.b.ndjson .casecraft/.state.json .cc-merge; do
    echo text >"out/$name.0123456789abcdef.tmp"
  done
  # These only look like it.
  local mine=(.a.json.0123456789abcde.tmp .a.json.0123456789abcdeg.tmp .a.txt.0123456789abcdef.tmp a.json.0123456789abcdef.tmp
    .json.0123456789abcdef.tmp .other/.a.json.0123456789abcdef.tmp .a.json.0123456789abcdef)
  for name in "${mine[@]}"; do
    echo text >"out/$name"
  done
  mkdir out/.d.json.0123456789abcdef.tmp
  ln -s .a.txt.0123456789abcdef.tmp out/.l.json.0123456789abcdef.tmp
  run -0 --separate-stderr cc-merge -v -o out /dev/null
  [[ $stderr == *"removed "*" temporary files of a run that was killed"* ]]
  [ "$(find out -name '*.tmp' | wc -l)" = 8 ]
  for name in "${mine[@]}"; do
    [ -f "out/$name" ] || { echo "$name"; return 1; }
  done
  rm -rf out
  # One that has its lock: where it stops before that, its file may go, and it takes another name.
  caught STOP || skip 'no write is slow enough to be stopped in it'
  until grep -q ":$(stat -c %i "$LEFT") " /proc/locks; do
    kill -9 $VICTIM
    wait $VICTIM || true
    rm -rf out
    caught STOP
  done
  result 2 b "$CASES" >two
  cc-merge -o out two >/dev/null
  [ -f "$LEFT" ]
  kill -CONT $VICTIM
  wait $VICTIM
  [ -z "$(find out -name '*.tmp')" ]
}

@test "many runs that begin and end in one directory do not take each other's files" {
  local i
  for i in $(seq 1 6); do
    many 20 | sed "s/\"id\":\"/&$i-/; s/\"slug\":\"/&s$i-/; s|\"path\":\"/|&s$i-|" >"$i.in"
  done
  printf 'all: %s\n%%: \n\tcc-merge -o out $$(( ($@ %% 6) + 1 )).in >/dev/null\n' "$(seq -s ' ' 101 160)" >Makefile
  make -s -j8 3>&-
  [ "$(ls out | wc -l)" = 120 ]
  [ -z "$(find out -name '*.tmp')" ]
}

@test "a reader sees one whole version or the other" {
  local big
  big="\"cases\":[{\"n\":\"$(printf '%0200000d' 0)\"}]"
  result 1 a "$CASES" | cc-merge -o out >/dev/null
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    result 1 a "$big"
    result 1 a "$CASES"
  done >in
  cc-merge -o out in >/dev/null 3>&- &
  while kill -0 $! 2>/dev/null; do
    [ "$(tail -c 2 out/a.json)" = "}" ] || return 1
  done
  wait $!
}

@test "a closed stdout does not keep the files from being written" {
  many 400 >in
  run -141 bash -c '{ sleep 0.2; cc-merge -o out in; } | true; exit "${PIPESTATUS[0]}"'
  [ "$(ls -A -I .casecraft out | wc -l)" -eq 400 ]
}

@test "a full stdout exits 4" {
  result 1 a "$CASES" >in
  run -4 --separate-stderr bash -c 'cc-merge -o out in >/dev/full'
  [[ $stderr == *"stdout"* ]]
  [ -f out/a.json ]
}

@test "SIGTERM lets it finish what comes, then ends it by the signal" {
  mkfifo pipe
  cc-merge -o out <pipe >slim 3>&- &
  local pid=$!
  exec 9>pipe
  result 1 a "$CASES" >&9
  for _ in $(seq 1 100); do
    [ -f out/a.json ] && break
    sleep 0.02
  done
  kill -TERM "$pid"
  result 2 b "$CASES" >&9
  exec 9>&-
  local code=0
  wait "$pid" || code=$?
  [ "$code" -eq 143 ]
  [ "$(wc -l <slim)" -eq 2 ]
  [ -f out/b.json ]
}

@test "results are written at once, not at the end of the input" {
  mkfifo pipe
  cc-merge -o out <pipe >slim 3>&- &
  local pid=$!
  exec 9>pipe
  result 1 a "$CASES" >&9
  for _ in $(seq 1 100); do
    [ -s slim ] && break
    sleep 0.02
  done
  [ -f out/a.json ]
  [ "$(wc -l <slim)" -eq 1 ]
  exec 9>&-
  wait "$pid"
}

@test "wrong usage exits 2 and says what is right" {
  run -2 --separate-stderr cc-merge --format yaml
  [[ $stderr == *"pretty"* ]]
  run -2 --separate-stderr cc-merge --organize-by path
  [[ $stderr == *"tag"* ]]
  run -2 --separate-stderr cc-merge --priority P0,P9
  [[ $stderr == *"P9"* ]]
  run -2 --separate-stderr cc-merge --nonsense
  [ ! -e test_cases ]
  result 1 a "$CASES" | cc-merge -o out >in
  run -2 --separate-stderr cc-merge -o out --clean in
  [ "$stderr" = "cc-merge: option --clean reads no records: leave out in" ]
  [ -f out/a.json ]
}

@test "a file that is not there exits 4; --help and --version end with 0" {
  run -4 --separate-stderr cc-merge -o out missing.ndjson
  [[ $stderr == *"missing.ndjson"* ]]
  run -0 cc-merge --help
  [[ $output == *"--organize-by"* ]]
  run -0 cc-merge --version
}

@test "100,000 results, each of an operation of its own, in under 50 MB" {
  # In memory where that is possible: a disk takes minutes to sync so many files.
  local out=out most=50000 file pid peak=0 kb
  [ ! -w /dev/shm ] || out=$(mktemp -d /dev/shm/merge.XXXXXX)
  ! grep -q __asan_init "$BIN/cc-merge" || most=1000000
  awk 'BEGIN { for (i = 0; i < 100000; i++) printf "{\"id\":\"GET /services/things%d/{id}\",\"seq\":%d,\"slug\":\"get_services_things%d_id\",\"method\":\"GET\",\"path\":\"/services/things%d/{id}\",\"hash\":\"xxh128:%032x\",\"provider\":\"glm\",\"cases\":[{\"case_id\":\"X\",\"name\":\"some words on it\"}],\"attempts\":[{\"provider\":\"glm\",\"model\":\"glm-4.5\",\"usage\":{\"prompt\":1234,\"completion\":567}}]}\n", i, i, i, i, i }' >in
  # And once more, with another entry of each in the state.
  for file in in again; do
    [ -e $file ] || sed 's/"prompt":1234/"prompt":4321/' in >again
    cc-merge -o "$out" $file >slim 3>&- &
    pid=$!
    while kb=$(awk '$1 == "VmHWM:" { print $2 }' "/proc/$pid/status" 2>/dev/null) && [ -n "$kb" ]; do
      peak=$((kb > peak ? kb : peak))
      sleep 0.05
    done
    wait "$pid"
    echo "peak: $peak kB"
    [ "$(wc -l <slim)" -eq 100000 ]
  done
  [ "$(jq '.providers.glm.operations' "$out/.casecraft/state.json")" -eq 100000 ]
  [ "$(jq '.providers.glm.usage.prompt' "$out/.casecraft/state.json")" -eq 432100000 ]
  [ "$out" = out ] || rm -rf "$out"
  [ "$peak" -gt 0 ]
  [ "$peak" -lt $most ]
}
