# cc-merge: what a person has written into the output directory is kept, whatever takes its place.
bats_require_minimum_version 1.5.0
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  STATE=out/.casecraft/state.json
}

# answers N NAME...: an answer to each operation, with a case numbered N.
answers() {
  local n=$1 name
  shift
  for name; do
    printf '{"id":"GET /%s","slug":"get_%s","tags":["%s"],"method":"GET","path":"/%s","provider":"glm","cases":[{"n":%d}]}\n' \
      "$name" "$name" "${TAG:-T}" "$name" "$n"
  done
}

# there FILES: these are in out, beside the state.
there() {
  [ "$(cd out && find . -type f -not -path './.casecraft/*' | sort | tr '\n' ' ')" = "$1" ] || { find out; return 1; }
}

# kept FILE...: this was told of each, and nothing else.
kept() {
  local file
  for file; do
    echo "cc-merge: warning: out/$file holds what cc-merge has not written; that is kept as out/$file.old"
  done | diff - <(printf '%s' "$stderr${stderr:+$'\n'}")
}

@test "an edited document is kept beside the new one, each time, under a name that is free" {
  answers 1 a b | cc-merge -o out >/dev/null
  local n
  for n in 2 3 4; do
    echo "edit $n" >>out/get_a.json
    run -0 --separate-stderr cc-merge -o out <(answers "$n" a b)
    [[ $stderr = *"out/get_a.json holds what cc-merge has not written; that is kept as out/get_a.json.old"* ]]
    [ "${#stderr_lines[@]}" = 1 ]
    [ "$(jq -c '.test_cases' out/get_a.json)" = "[{\"n\":$n}]" ]
  done
  there './get_a.json ./get_a.json.old ./get_a.json.old.2 ./get_a.json.old.3 ./get_b.json '
  [ "$(tail -qn 1 out/*.old* | tr '\n' ' ')" = 'edit 2 edit 3 edit 4 ' ]
}

@test "what cc-merge has written needs no copy: in this run or another, in any form" {
  # By pipes, so that the first is written though the second beats it.
  { answers 1 a b; answers 2 a b; } | cc-merge -o out >/dev/null 2>err
  answers 3 a b | cc-merge -o out --format compact >/dev/null 2>>err
  answers 4 a b | cc-merge -o out >/dev/null 2>>err
  { answers 5 a b; answers 6 a b | sed 's/glm/qwen/'; } | cc-merge -o out --union >/dev/null 2>>err
  # Those of no operation are in no state, but in this run.
  { answers 1 c; answers 2 c; } | sed 's/"path":"[^"]*",//' | cc-merge -o out >/dev/null 2>>err
  # An empty file is what a crash leaves.
  : >out/get_a.json
  answers 7 a | cc-merge -o out >/dev/null 2>>err
  [ ! -s err ] || { cat err; return 1; }
  there './get_a.json ./get_b.json ./get_c.json '
  # The state may be elsewhere.
  answers 1 a | cc-merge -o two/out --state two/state.json >/dev/null
  answers 2 a | cc-merge -o two/out --state two/state.json >/dev/null 2>err
  [ ! -s err ]
  [ "$(ls two/out)" = get_a.json ]
}

@test "what would stay as it is stays, edited or not, and nothing is told" {
  answers 1 a | cc-merge -o out >/dev/null
  run -0 --separate-stderr cc-merge -o out <(answers 1 a)
  [ -z "$stderr" ]
  echo edit >>out/get_a.json
  cp out/get_a.json edited
  local record
  for record in '"unchanged":true' '"error":{"class":"rate"}'; do
    answers 1 a | sed "s/\"cases\".*/$record}/" >in
    run --separate-stderr cc-merge -o out in
    [ -z "$stderr" ]
    cmp edited out/get_a.json
  done
  there './get_a.json '
}

@test "a stranger's file is kept: without a state, beside one, with one that is broken or tells no digest" {
  mkdir out
  echo '{"name":"x"}' >out/get_a.json
  run -0 --separate-stderr cc-merge -o out <(answers 1 a)
  kept get_a.json
  [ "$(cat out/get_a.json.old)" = '{"name":"x"}' ]
  echo '{' >out/get_b.json
  run -0 --separate-stderr cc-merge -o out <(answers 1 b)
  kept get_b.json
  [ "$(cat out/get_b.json.old)" = '{' ]
  rm out/*.old
  jq 'del(.endpoints[].digest)' $STATE >new && mv new $STATE
  run -0 --separate-stderr cc-merge -o out <(answers 2 a)
  kept get_a.json
  echo '{' >$STATE
  run -0 --separate-stderr cc-merge -o out <(answers 2 b)
  [[ $stderr = *'out/get_b.json holds what'* ]]
  there './get_a.json ./get_a.json.old ./get_b.json ./get_b.json.old '
}

@test "links are kept as links, what they lead to is left alone, and a directory is in the way" {
  mkdir out
  echo mine >mine
  ln -s ../mine out/get_a.json
  mkfifo out/get_b.json
  mkdir out/get_c.json
  run -4 --separate-stderr cc-merge -o out <(answers 1 a b c)
  [[ $stderr = *'cannot write out/get_c.json'* ]]
  [ "$(readlink out/get_a.json.old)" = ../mine ]
  [ "$(cat mine)" = mine ]
  [ -p out/get_b.json.old ]
  [ -d out/get_c.json ]
  [ -f out/get_a.json ] && [ -f out/get_b.json ]
}

@test "ten are told one by one, all are kept, and how many they are" {
  local names
  names=$(seq -f 'r%g' 1 25)
  # shellcheck disable=SC2086
  answers 1 $names | cc-merge -o out >/dev/null
  sed -i '$s/$/ /' out/*.json
  # shellcheck disable=SC2086
  run -0 --separate-stderr cc-merge -o out <(answers 2 $names)
  [ "${#stderr_lines[@]}" = 11 ]
  [ "${stderr_lines[10]}" = 'cc-merge: warning: 25 files that cc-merge has not written are kept so in all' ]
  [ "$(find out -name '*.json.old' | wc -l)" = 25 ]
}

@test "where it cannot be kept it stays, the others are written, and that is told" {
  answers 1 a b | cc-merge -o out >/dev/null
  echo edit >>out/get_a.json
  cp out/get_a.json edited
  local n
  touch out/get_a.json.old
  for n in $(seq 2 999); do
    : >"out/get_a.json.old.$n"
  done
  run -4 --separate-stderr cc-merge -o out <(answers 2 a b)
  [ "$stderr" = 'cc-merge: cannot write get_a.json, which holds what cc-merge has not written: get_a.json.old to .old.999 are taken; remove some of them' ]
  cmp edited out/get_a.json
  [ "$(jq -c '.test_cases[].n' out/get_b.json)" = 2 ]
}

@test "a write that fails half-way leaves the edited document as it is, and no copy" {
  answers 1 a | cc-merge -o out >/dev/null
  echo edit >>out/get_a.json
  cp out/get_a.json edited
  answers 2 a | sed "s/\"n\":2/\"n\":\"$(printf '%09000d' 0)\"/" >in
  run -4 --separate-stderr bash -c 'trap "" XFSZ; ulimit -f 4; cc-merge -o out in | cat; exit "${PIPESTATUS[0]}"'
  cmp edited out/get_a.json
  there './get_a.json '
}

# keys: the operations of the state with their files.
keys() {
  jq -r '.endpoints | to_entries[] | "\(.key)=\(.value.file)"' $STATE | tr '\n' ' '
}

@test "a document that gets another name leaves no older one behind, and that is told" {
  local was now
  answers 1 a b | cc-merge -o out >/dev/null
  while IFS='|' read -r was now; do
    # shellcheck disable=SC2086
    run -0 --separate-stderr cc-merge -o out $was <(answers 2 a b)
    [ "$stderr" = 'cc-merge: removed 2 documents of operations that have one of another name now' ]
    there "$now"
  done <<'END_OF_TABLE'
--organize-by tag|./T/get_a.json ./T/get_b.json 
--format ndjson|./get_a.ndjson ./get_b.ndjson 
--name {method}.{slug}|./get.get_a.json ./get.get_b.json 
|./get_a.json ./get_b.json 
END_OF_TABLE
  [ ! -e out/T ]
  [ "$(keys)" = 'GET:/a=get_a.json GET:/b=get_b.json ' ]
  # Of those of which nothing is made anew, the documents stay where they are.
  run -0 --separate-stderr cc-merge -o out --organize-by tag <(answers 3 a; answers 3 b | sed 's/"cases".*/"unchanged":true}/')
  there './T/get_a.json ./get_b.json '
  [ "$(keys)" = 'GET:/a=T/get_a.json GET:/b=get_b.json ' ]
}

@test "of an older document that a person has edited, the edit is kept, and it is no document any more" {
  answers 1 a b | cc-merge -o out >/dev/null
  echo '   ' >>out/get_a.json
  cp out/get_a.json edited
  run -0 --separate-stderr cc-merge -o out --organize-by tag <(answers 2 a b)
  [ "${stderr_lines[0]}" = 'cc-merge: warning: out/get_a.json holds what cc-merge has not written; that is kept as out/get_a.json.old' ]
  [ "${stderr_lines[1]}" = 'cc-merge: removed 1 document of operations that have one of another name now' ]
  there './T/get_a.json ./T/get_b.json ./get_a.json.old '
  cmp edited out/get_a.json.old
  # Nor is it known of one without a digest.
  jq 'del(.endpoints[].digest)' $STATE >new && mv new $STATE
  run -0 --separate-stderr cc-merge -o out <(answers 3 a)
  there './T/get_a.json.old ./T/get_b.json ./get_a.json ./get_a.json.old '
}

@test "an older document that cannot be set aside stays, and that is told" {
  answers 1 a | cc-merge -o out >/dev/null
  echo >>out/get_a.json
  touch out/get_a.json.old
  local n
  for n in $(seq 2 999); do
    : >"out/get_a.json.old.$n"
  done
  run -0 --separate-stderr cc-merge -o out --organize-by tag <(answers 2 a)
  [ "$stderr" = 'cc-merge: warning: the older document of GET:/a stays beside the new one: get_a.json.old to .old.999 are taken; remove some of them' ]
  [ -s out/get_a.json ] && [ -s out/T/get_a.json ]
}

@test "what stands under the older name and is another operation's, or no document, is left alone" {
  answers 1 a b | cc-merge -o out >/dev/null
  # Each gets the name that the other had.
  run -0 --separate-stderr cc-merge -o out <(answers 2 a b | sed 's/"slug":"get_a"/"slug":"get_x"/; s/get_b/get_a/; s/get_x/get_b/')
  [ -z "$stderr" ]
  there './get_a.json ./get_b.json '
  [ "$(keys)" = 'GET:/a=get_b.json GET:/b=get_a.json ' ]
  [ "$(jq -r .endpoint_id out/get_a.json out/get_b.json | tr '\n' ' ')" = 'GET:/b GET:/a ' ]
  # Two records of one operation, in any order: both documents are of this run.
  { answers 3 a; answers 3 a | sed 's/"GET /"other GET /; s/get_a/other/'; } >in
  cc-merge -o both in >/dev/null
  run -0 --separate-stderr cc-merge -o both <(tac in)
  [ -z "$stderr" ]
  [ "$(ls both | tr '\n' ' ')" = 'get_a.json other.json ' ]
  # The state of a stranger.
  local file
  printf 'all: precious' >out/Makefile
  cp out/get_a.json victim.json
  ln -s ../victim.json out/link.json
  for file in Makefile link.json ../victim.json .casecraft/state.json get_a.json; do
    jq --arg file "$file" '.endpoints["GET:/a"].file = $file' $STATE >new && cp new $STATE
    run -0 --separate-stderr cc-merge -o out <(answers 3 a | sed 's/get_a/get_c/')
    there './Makefile ./get_a.json ./get_b.json ./get_c.json '
    [ -L out/link.json ] && [ -f victim.json ]
  done
}

@test "with the commands: another layout, and each case is exported once" {
  casecraft generate "$ROOT/examples/bookshop.yaml" --provider builtin -o out -q 2>err
  casecraft export csv out | sort >want
  casecraft generate "$ROOT/examples/bookshop.yaml" --provider builtin -o out -q --organize-by tag --force 2>err
  grep -qx 'cc-merge: removed 12 documents of operations that have one of another name now' err
  casecraft export csv out | sort | diff want -
  casecraft clean out
  [ ! -e out ]
}

@test "with the commands: an edit outlives a changed description and --force, and is in no export" {
  cp "$ROOT/examples/bookshop.yaml" spec.yaml
  casecraft generate spec.yaml --provider builtin -o out -q 2>err
  casecraft export csv out >want
  sed -i 's/"name": "/&EDITED /' out/post_books.json
  cp out/post_books.json edited
  casecraft generate spec.yaml --provider builtin -o out -q 2>err
  cmp edited out/post_books.json
  run -0 --separate-stderr casecraft generate spec.yaml --provider builtin -o out -q --force
  [[ $stderr = *'out/post_books.json holds what cc-merge has not written; that is kept as out/post_books.json.old'* ]]
  cmp edited out/post_books.json.old
  casecraft export csv out | diff want -
  echo mine >>out/post_books.json
  sed -i '/summary: Add a book/s/$/ now/' spec.yaml
  casecraft generate spec.yaml --provider builtin -o out -q 2>err
  grep -q 'kept as out/post_books.json.old.2' err
  casecraft clean out
  [ "$(find out -type f | sort | tr '\n' ' ')" = 'out/post_books.json.old out/post_books.json.old.2 ' ]
}
