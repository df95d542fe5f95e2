# cc-merge --prune: documents of operations that are gone.
bats_require_minimum_version 1.5.0
load helper

setup() {
  cd "$BATS_TEST_TMPDIR"
  STATE=out/.casecraft/state.json
}

# operations TITLE COUNT NAME...: a result of each, in a description of so many.
operations() {
  local title=$1 count=$2 seq=0 name
  shift 2
  for name; do
    printf '{"id":"GET /%s","seq":%d,"slug":"get_%s","spec":{"title":"%s","operations":%d},"tags":["%s"],"method":"GET","path":"/%s","hash":"xxh128:%032d","provider":"glm","cases":[]}\n' \
      "$name" $seq "$name" "$title" "$count" "${TAG:-T}" "$name" 1
    seq=$((seq + 1))
  done
}

# there FILES: these documents are in out, and these operations in the state.
there() {
  [ "$(cd out && find . -name '*.json' -not -path './.*/*' | sort | tr '\n' ' ')" = "$1" ] || { find out; return 1; }
  [ "$(jq -r '.endpoints | keys[]' $STATE | tr '\n' ' ')" = "$2" ] || { cat $STATE; return 1; }
}

@test "what is gone is removed, with its entry, and told; what has failed or not changed is not gone" {
  operations T 4 a b c d | cc-merge -o out >/dev/null
  { operations T 3 a; operations T 3 a b c | sed '1d; 2s/"method".*/"unchanged":true}/; 3s/"cases":\[\]/"error":{"class":"rate"}/'; } >in
  run -1 --separate-stderr cc-merge -o out --prune in
  [ "$stderr" = "cc-merge: removed the document of 1 operation that is gone" ]
  there './get_a.json ./get_b.json ./get_c.json ' 'GET:/a GET:/b GET:/c '
  # Nothing is left to do.
  run -1 --separate-stderr cc-merge -o out --prune in
  [ -z "$stderr" ]
}

@test "without --prune everything stays" {
  operations T 2 a b | cc-merge -o out >/dev/null
  operations T 1 a | cc-merge -o out >/dev/null
  there './get_a.json ./get_b.json ' 'GET:/a GET:/b '
}

@test "only when the whole description was seen, without a fault, and it alone" {
  operations T 3 a b c | cc-merge -o out >/dev/null
  local why
  operations T 3 a b >in.part
  { operations T 3 a b; operations T 3 a b; } >in.twice
  { operations T 1 a; operations U 1 a; } >in.two
  { operations T 1 a; operations T 2 a b; } >in.counts
  { operations T 1 a; echo '{"id":"mine","provider":"glm","reply":{}}'; } >in.foreign
  { operations T 1 a; operations T 1 a | sed 's/"seq":0/"seq":1/'; } >in.beyond
  operations T 1 a | sed 's/"operations":1/"operations":999999999999/' >in.huge
  { operations T 1 a; echo '{broken'; } >in.broken
  : >in.none
  for why in 'part:2 of the 3 operations' 'twice:2 of the 3 operations' 'two:more than one description' \
    'counts:more than one description' 'foreign:or of none' 'beyond:or of none' 'huge:or of none' \
    'broken:was not read to its end' 'none:there are no records'; do
    run --separate-stderr cc-merge -o out --prune "in.${why%%:*}"
    [[ $stderr == *"nothing is pruned"*"${why#*:}"* ]] || { echo "$why: $stderr"; return 1; }
    there './get_a.json ./get_b.json ./get_c.json ' 'GET:/a GET:/b GET:/c '
  done
}

@test "what a person has edited is kept and reported each time, until it is theirs no more" {
  operations T 3 a b c | cc-merge -o out >/dev/null
  sed -i 's/"summary"/"Summary"/; $s/$/ /' out/get_b.json
  local _
  for _ in 1 2; do
    run -0 --separate-stderr cc-merge -o out --prune <(operations T 1 a)
    [[ $stderr == *"get_b.json is kept, though GET:/b is gone: it has been changed"* ]]
    there './get_a.json ./get_b.json ' 'GET:/a GET:/b '
  done
  rm out/get_b.json
  run -0 cc-merge -o out --prune <(operations T 1 a)
  there './get_a.json ' 'GET:/a '
}

@test "only documents that the state names, of this description, and where a run puts them" {
  operations T 2 a b | cc-merge -o out >/dev/null
  operations U 1 u | cc-merge -o out >/dev/null
  echo '{"test_cases":[]}' >out/mine.json
  cp out/get_b.json victim.json
  mkdir out/sub
  cp out/get_b.json out/sub/.hidden.json
  ln -s ../victim.json out/link.json
  local name
  for name in ../victim.json "$PWD/victim.json" sub/../../victim.json ./get_b.json sub/.hidden.json link.json sub//x .casecraft/state.json; do
    jq --arg n "$name" '.endpoints["GET:/hostile"] = (.endpoints["GET:/b"] | .file = $n)' $STATE >edited
    cp edited $STATE
    operations T 2 a b >in
    run -0 --separate-stderr cc-merge -o out --prune in
    [ -f victim.json ]
    [ -f out/sub/.hidden.json ]
    [ -L out/link.json ]
    [ -f out/get_b.json ]
    [ "$(jq -r '.endpoints["GET:/hostile"].file' $STATE)" = "$name" ] || { echo "$name"; return 1; }
  done
  [ -f out/mine.json ]
  [ -f out/get_u.json ]
  [[ $stderr == *"get_u.json is kept, though GET:/u is gone: it is of another description"* ]]
}

@test "--clean takes no file that is no document, though the state of a stranger names it" {
  local digest
  operations T 2 a b | cc-merge -o out --recipe 'all: precious' >/dev/null
  digest=$(jq -r '.endpoints["GET:/a"].recipe' $STATE)
  printf 'all: precious' >out/Makefile
  jq --arg d "$digest" '.endpoints["GET:/a"] |= (.file = "Makefile" | .digest = $d)' $STATE >edited
  cp edited $STATE
  run -0 --separate-stderr cc-merge -o out --clean
  [ "$(cat out/Makefile)" = 'all: precious' ]
  [[ $stderr == *"Makefile is kept: it is no document"* ]]
  [ ! -e out/get_b.json ]
}

@test "a document that got another name: the older one goes, an emptied folder too, and never the new one" {
  TAG=Old operations T 2 a b | cc-merge -o out --organize-by tag >/dev/null
  TAG=New operations T 2 a b | cc-merge -o out --organize-by tag --prune >/dev/null 2>err
  there './New/get_a.json ./New/get_b.json ' 'GET:/a GET:/b '
  [ ! -e out/Old ]
  grep -q 'removed 2 documents of operations that have one of another name now' err
  # The name of one that is gone is that of another now.
  operations T 1 x | sed 's/get_x/get_a/' | cc-merge -o two >/dev/null
  operations T 1 a | cc-merge -o two --prune >/dev/null
  [ -f two/get_a.json ]
  [ "$(jq -c '.endpoints | keys' two/.casecraft/state.json)" = '["GET:/a"]' ]
}

@test "an operation whose document cannot be written is not gone: the older one and its entry stay" {
  operations T 2 a b | cc-merge -o out >/dev/null
  local how before
  before=$(jq -c '.endpoints["GET:/a"]' $STATE)
  mkdir out/T
  for how in '' --union; do
    : >out/A
    { TAG=A operations T 2 a; operations T 2 a b | sed 1d; } >in
    run -4 --separate-stderr cc-merge -o out --organize-by tag --prune $how in
    [[ $stderr == *"cannot write out/A/get_a.json"* && $stderr != *"that are gone"* ]]
    there './T/get_b.json ./get_a.json ' 'GET:/a GET:/b '
    [ "$(jq -c '.endpoints["GET:/a"]' $STATE)" = "$before" ]
  done
}

@test "webhooks that were not asked for are not gone" {
  operations T 1 a >plain
  echo '{"id":"webhook w POST","seq":1,"slug":"w","spec":{"title":"T","operations":2},"method":"POST","path":"w","provider":"glm","cases":[]}' >hook
  { sed 's/"operations":1/"operations":2/' plain; cat hook; } | cc-merge -o out >/dev/null
  cc-merge -o out --prune plain >/dev/null
  there './get_a.json ./w.json ' 'GET:/a POST:webhook w '
  sed 's/webhook w POST/webhook v POST/; s/"w"/"v"/g' hook >other
  { sed 's/"operations":1/"operations":2/' plain; cat other; } | cc-merge -o out --prune >/dev/null
  there './get_a.json ./v.json ' 'GET:/a POST:webhook v '
}

@test "an entry without a document goes; one that was made from the documents is kept" {
  operations T 2 a b | sed 's/"cases":\[\]/"error":{"class":"rate"}/' >in
  run -1 cc-merge -o out in
  operations T 1 a | cc-merge -o out --prune >/dev/null
  there './get_a.json ' 'GET:/a '
  operations T 2 a b | cc-merge -o out >/dev/null
  echo '{' >$STATE
  operations T 1 a | cc-merge -o out >/dev/null
  operations T 1 a | cc-merge -o out --prune >/dev/null 2>err
  grep -q 'get_b.json is kept, though GET:/b is gone: it is not known whether a person has changed it' err
  there './get_a.json ./get_b.json ' 'GET:/a GET:/b '
}

@test "with the commands: an operation leaves the description, and a filtered run prunes nothing" {
  printf 'openapi: 3.0.0\ninfo: {title: T, version: "1"}\npaths:\n  /a: {get: {tags: [x]}}\n  /b: {get: {tags: [y]}}\n' >spec.yaml
  run_all() {
    cc-split --since out spec.yaml "$@" 2>/dev/null | cc-assign -p builtin | cc-call | cc-merge -o out --prune >/dev/null
  }
  run_all
  there './get_a.json ./get_b.json ' 'GET:/a GET:/b '
  run_all --include-tag x 2>err
  grep -q 'nothing is pruned: 1 of the 2 operations' err
  sed -i '$d' spec.yaml
  run_all
  there './get_a.json ' 'GET:/a '
}

@test "--clean counts the documents that it removes, not those that were gone before" {
  operations T 3 a b c | cc-merge -o out >/dev/null
  rm out/get_b.json
  run -0 --separate-stderr cc-merge -o out --clean --dry-run
  [[ $stderr == *'would remove 2 documents' ]]
  run -0 --separate-stderr cc-merge -o out --clean
  [[ $stderr == *'removed 2 documents' ]]
  operations T 2 a b | cc-merge -o out >/dev/null
  echo >>out/get_a.json
  run -0 --separate-stderr cc-merge -o out --clean
  [[ $stderr == *'get_a.json is kept: it has been changed'*'removed 1 document; what a person has changed stays' ]]
  # Of a state that was made anew for a rehearsal nothing stays.
  echo '{' >$STATE
  run -0 cc-merge -o out --clean --dry-run
  [ "$(ls -A out/.casecraft | tr '\n' ' ')" = 'state.json state.json.lock ' ]
}
