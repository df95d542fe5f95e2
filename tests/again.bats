# casecraft generate, once more: only what is missing or has changed is asked for, and nothing is paid twice.
# shellcheck disable=SC2154 # stderr is set by run --separate-stderr
# shellcheck disable=SC2030,SC2031 # each test has its own environment
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  example=$ROOT/examples/bookshop.yaml
  provider_start
  export CASECRAFT_TEST_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_TEST_MODEL=cases CASECRAFT_TEST_WORKERS=4 CASECRAFT_TEST_MAX_RETRIES=0
  LEDGER=out/.casecraft/ledger.ndjson
}

teardown() {
  provider_stop
}

# shared FILE MAXIMUM OPERATIONS: as many operations, every tenth with a schema by way of another, which has a bound.
shared() {
  jq -n --argjson bound "$2" --argjson n "$3" '{openapi: "3.0.3", info: {title: "T", version: "1"},
    paths: ([range($n) | {key: "/things/\(.)", value: {post: {
      requestBody: {content: {"application/json": {schema: (if . % 10 == 3 then {"$ref": "#/components/schemas/Outer"}
        else {type: "object", properties: {n: {type: "integer"}}} end)}}},
      responses: {"201": {description: "made"}}}}}] | from_entries),
    components: {schemas: {Outer: {type: "object", properties: {inner: {"$ref": "#/components/schemas/Inner"}}},
      Inner: {type: "object", properties: {size: {type: "integer", maximum: $bound}}}}}}' >"$1"
}

@test "a second run asks nobody and writes nothing, and the ledger is gone" {
  casecraft generate "$example" --provider test -o out -q
  [ "$(requests)" = 12 ]
  [ "$(ls -A out/.casecraft)" = $'state.json\nstate.json.lock' ]
  find out -type f -printf '%p %T@ %i\n' | sort >before
  run -0 --separate-stderr casecraft generate "$example" --provider test -o out
  [ "$(requests)" = 12 ]
  [[ $stderr = 'cc-split: 12 operations: 0 new, '*', 12 unchanged' ]]
  [[ $output = 'Operations            12  12 unchanged'* ]]
  find out -type f -printf '%p %T@ %i\n' | sort | diff before -
  # Another directory has a state of its own.
  casecraft generate "$example" --provider test -o other -q
  [ "$(requests)" = 24 ]
}

@test "a bound of a shared schema: the operations that reach it, and what is new or gone from the disk" {
  shared spec.json 10 40
  casecraft generate spec.json --provider test -o out -q
  [ "$(requests)" = 40 ]
  shared spec.json 11 40
  find out -name 'post_*' -printf '%f %i\n' | sort >before
  run -0 --separate-stderr casecraft generate spec.json --provider test -o out
  [ "$(requests)" = 44 ]
  [[ $stderr = *'0 new, 4 changed, 0 failed, 0 without a file, 36 unchanged'$'\n'* ]]
  # Those documents are written anew, and no others: what changed is in no more than their hash.
  find out -name 'post_*' -printf '%f %i\n' | sort >after
  [ "$(diff before after | sed -n 's/^> \(.*\) .*/\1/p' | tr '\n' ' ')" = \
    'post_things_13.json post_things_23.json post_things_3.json post_things_33.json ' ]
  shared spec.json 11 42
  rm out/post_things_7.json
  run -0 --separate-stderr casecraft generate spec.json --provider test -o out
  [[ $stderr = *'2 new, 0 changed, 0 failed, 1 without a file, 39 unchanged'$'\n'* ]]
  [ "$(requests)" = 47 ]
  [ "$(files out)" = 42 ]
}

@test "a state that is broken: the documents tell what they were made from, and nobody is asked again" {
  casecraft generate "$example" --provider test -o out -q
  truncate -s -9 out/.casecraft/state.json
  cp out/.casecraft/state.json broken
  run -0 --separate-stderr casecraft generate "$example" --provider test -o out --dry-run
  cmp broken out/.casecraft/state.json
  run -0 --separate-stderr casecraft generate "$example" --provider test -o out
  [[ $stderr = 'cc-merge: warning: out/.casecraft/state.json: not JSON: '*'kept as state.json.broken'*$'\n''cc-split: '*', 12 unchanged' ]]
  [ "$(requests)" = 12 ]
  cmp broken out/.casecraft/state.json.broken
}

@test "what failed is asked again, and the ledger stays until all is answered" {
  shared spec.json 10 8
  # One that fails after the others.
  export CASECRAFT_BAD_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_BAD_MODEL=status=401
  run -1 --separate-stderr casecraft generate spec.json -p test -m '/things/5:bad' -o out -q
  [ "$(files out)" = 7 ]
  [ "$(wc -l <"$LEDGER")" = 7 ]
  local before
  before=$(requests)
  # Even where the state is lost: what was paid for is there.
  rm out/.casecraft/state.json
  CASECRAFT_BAD_MODEL=cases run -0 --separate-stderr casecraft generate spec.json -p test -m '/things/5:bad' -o out -q
  [ "$(requests)" = $((before + 1)) ]
  [ "$(files out)" = 8 ]
  [ ! -e "$LEDGER" ]
}

@test "kill -9 of everything, again and again: only what is missing is asked for" {
  shared spec.json 10 100
  export CASECRAFT_TEST_MODEL='delay=20;cases'
  local kept
  for kept in 11 37 63; do
    killed casecraft generate spec.json --provider test -o out
    until_true has_lines "$LEDGER" "$kept"
    kill -9 -- "-$GROUP"
    until_true gone
  done
  run -0 --separate-stderr casecraft generate spec.json --provider test -o out -q
  echo "requests: $(requests)"
  [ "$(requests)" -le $((100 + 3 * 4)) ]
  [ "$(files out)" = 100 ]
  [ "$(jq '.endpoints | length' out/.casecraft/state.json)" = 100 ]
  [ ! -e "$LEDGER" ]
  local seen
  seen=$(requests)
  casecraft generate spec.json --provider test -o out -q
  [ "$(requests)" = "$seen" ]
}

@test "what the chain answered is kept too" {
  shared spec.json 10 60
  export CASECRAFT_DOWN_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_DOWN_MODEL=status=401 CASECRAFT_TEST_MODEL='delay=20;cases'
  killed casecraft generate spec.json --provider down --fallback test -o out
  until_true has_lines "$LEDGER" 20
  kill -9 -- "-$GROUP"
  until_true gone
  local paid
  paid=$(wc -l <"$LEDGER")
  run -0 --separate-stderr casecraft generate spec.json --provider down --fallback test -o out
  [ "$(files out)" = 60 ]
  echo "paid: $paid, requests: $(requests)"
  # Two refusals of `down` in each run, and what was in flight.
  [ "$(requests)" -le $((60 + 2 * 2 + 4)) ]
  [ ! -e "$LEDGER" ]
}

@test "a run of some operations leaves the ledger of a run of more" {
  shared spec.json 10 40
  export CASECRAFT_TEST_MODEL='delay=20;cases'
  killed casecraft generate spec.json --provider test -o out
  until_true has_lines "$LEDGER" 20
  kill -9 -- "-$GROUP"
  until_true gone
  run -0 --separate-stderr casecraft generate spec.json --provider test -o out --include-path /things/39 -q
  [ "$(wc -l <"$LEDGER")" -ge 20 ]
  run -0 --separate-stderr casecraft generate spec.json --provider test -o out -q
  [ "$(requests)" -le $((40 + 4)) ]
  [ ! -e "$LEDGER" ]
  # Its own it takes away.
  casecraft generate spec.json --provider test -o some --include-path /things/39 -q
  [ ! -e some/.casecraft/ledger.ndjson ]
}

@test "a run leaves the ledger of another one that is at the same directory" {
  command -v flock >/dev/null || skip 'there is no flock(1)'
  shared spec.json 10 20
  CASECRAFT_TEST_MODEL='cases;times=5;then;cases;stall=0' killed casecraft generate spec.json --provider test \
    --exclude-path /things/19 -o out
  until_true has_lines "$LEDGER" 5
  until_true stat_is .in_flight 4
  run -0 --separate-stderr casecraft generate spec.json --provider test --include-path /things/19 -j 9 -o out -q
  [ "$stderr" = 'casecraft: another run is at out: what both ask for is asked twice' ]
  [ "$(wc -l <"$LEDGER")" = 6 ]
  kill -9 -- "-$GROUP"
  until_true gone
  # A run that was killed holds up nobody.
  casecraft generate spec.json --provider test -o out -q
  [ "$(files out)" = 20 ]
  [ ! -e "$LEDGER" ]
}

@test "what a run keeps goes through no link, and nothing is asked then" {
  mkdir else out
  ln -s ../else out/.casecraft
  run -4 --separate-stderr casecraft generate "$example" --provider test -o out
  [[ $stderr = *'casecraft: out/.casecraft is a symbolic link'* ]]
  [ -z "$(ls -A else)" ]
  [ "$(requests)" = 0 ]
}

@test "--force asks for everything anew, whatever state and ledger say" {
  casecraft generate "$example" --provider test -o out -q
  run -0 --separate-stderr casecraft generate "$example" --provider test -o out -q --force
  [ -z "$stderr" ]
  [ "$(requests)" = 24 ]
  export CASECRAFT_LEDGER=$PWD/mine
  casecraft generate "$example" --provider test -o out -q --force
  casecraft generate "$example" --provider test -o out -q --force
  [ "$(requests)" = 48 ]
  # A ledger of one's own is used, and stays.
  [ "$(wc -l <mine)" = 12 ]
  casecraft generate "$example" --provider test -o new -q
  [ "$(requests)" = 48 ]
  [ "$(files new)" = 12 ]
}

@test "operations whose documents were made by other options are told, and passed over all the same" {
  local words
  echo 'a prompt' >prompt
  casecraft generate "$example" --provider test --cases 3 --prompt prompt -o out -q
  local first="12 operations: 0 new, 0 changed, 0 failed, 0 without a file, 12 unchanged"
  # The same in other words: nothing is told.
  for words in '--prompt=prompt --cases=3 -p test' '-p test --lang en --prompt prompt --cases 3 -s round_robin -j 2 -c builtin'; do
    # shellcheck disable=SC2086
    run -0 --separate-stderr casecraft generate "$example" $words -o out -q
    [ "$stderr" = "cc-split: $first" ] || { echo "$words: $stderr"; return 1; }
  done
  for words in '' '--cases 4' '--cases 3 --lang zh' '--cases 3 --format compact' '--cases 3 --model other'; do
    # shellcheck disable=SC2086
    run -0 --separate-stderr casecraft generate "$example" --provider test --prompt prompt $words -o out -q
    [[ $stderr = "cc-split: $first"$'\n''cc-split: 12 of the unchanged were made by other options'*--force* ]] || { echo "$words: $stderr"; return 1; }
  done
  run -0 --separate-stderr casecraft generate "$example" --provider builtin --cases 3 --prompt prompt -o out -q
  [[ $stderr = *'12 of the unchanged'* ]]
  # The prompt is what stands in the file.
  cp prompt copy
  run -0 --separate-stderr casecraft generate "$example" --provider test --cases 3 --prompt copy -o out -q
  [ "$stderr" = "cc-split: $first" ]
  echo more >>prompt
  run -0 --separate-stderr casecraft generate "$example" --provider test --cases 3 --prompt prompt -o out -q
  [[ $stderr = *'12 of the unchanged'* ]]
  [ "$(requests)" = 12 ]
  # What is made anew is of the newer recipe; a state without recipes tells nothing.
  casecraft generate "$example" --provider test --cases 3 --prompt prompt -o out -q --include-tag orders --force
  run -0 --separate-stderr casecraft generate "$example" --provider test --cases 3 --prompt prompt -o out -q
  [[ $stderr = *'cc-split: 8 of the unchanged'* ]]
  [ "$(jq -r '.endpoints[].recipe' out/.casecraft/state.json | sort -u | grep -cx 'xxh128:[0-9a-f]\{32\}')" = 2 ]
  jq 'del(.endpoints[].recipe)' out/.casecraft/state.json >bare
  cp bare out/.casecraft/state.json
  run -0 --separate-stderr casecraft generate "$example" --provider test -o out -q
  [ "$stderr" = "cc-split: $first" ]
}

@test "--dry-run tells the sums without a key, asks nobody and writes nothing" {
  local spelling
  for spelling in '--provider qwen' '-pqwen' '--providers=qwen'; do
    # shellcheck disable=SC2086
    run -0 --separate-stderr casecraft generate "$example" $spelling --dry-run -c kimi -o out
    [ -z "$output" ]
    [[ $stderr =~ ^'cc-call: 12 requests, about '[0-9,]+' tokens of prompts and '[0-9,]+' of answers, about '[0-9.]+' USD'$ ]]
  done
  [ -z "$(find . -name out -o -name test_cases)" ]
  # Of what a run would ask.
  casecraft generate "$example" --provider test -o out -q --include-tag orders
  find out -type f -printf '%p %T@\n' | sort >before
  run -0 --separate-stderr casecraft generate "$example" --provider test --dry-run -o out
  [[ $stderr = *'cc-call: 8 requests, '* ]]
  run -0 --separate-stderr casecraft generate "$example" --provider test --dry-run --force -o out
  [[ $stderr = 'cc-call: 12 requests, '* ]]
  [ "$(requests)" = 4 ]
  find out -type f -printf '%p %T@\n' | sort | diff before -
  # Of several, each by itself.
  run -0 --separate-stderr casecraft generate "$example" -p glm:2,qwen --dry-run
  [[ $stderr = 'cc-call: glm: 8 requests, '*'cc-call: qwen: 4 requests, '*'cc-call: 12 requests, '* ]]
  for spelling in '-p glm -p qwen' '-p glm,qwen -s complexity' '-p glm -s pool' '-p glm -m *:qwen' '-p builtin'; do
    # shellcheck disable=SC2086
    run -0 --separate-stderr casecraft generate "$example" $spelling --dry-run
    [[ $stderr = *'cc-call: '*12* ]]
  done
  run -2 --separate-stderr casecraft generate "$example" --dry-run
  [[ $stderr = 'casecraft: no provider is named'* ]]
  run -3 --separate-stderr casecraft generate /dev/null --provider qwen --dry-run
  run -4 --separate-stderr casecraft generate "$example" --provider nobody --dry-run
  [[ $stderr = 'cc-assign: '*nobody* ]]
}

@test "--prompt: the text of a file goes to all who are asked" {
  printf '%s\n' 'You are {{method}} {{path}}, in my own words.' >prompt
  export CASECRAFT_DOWN_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_DOWN_MODEL=status=401
  casecraft generate "$example" --provider test --include-path /books --include-method POST --prompt prompt -o out -q
  curl -s "$PROVIDER_URL/__last" | grep -qF 'POST /books, in my own words.'
  casecraft generate "$example" --provider down -c test --include-path /orders --include-method POST --prompt prompt -o out -q
  curl -s "$PROVIDER_URL/__last" | grep -qF 'POST /orders, in my own words.'
  run -4 --separate-stderr casecraft generate "$example" --provider test --prompt absent -o out -q
  [[ $stderr = *absent* ]]
}

@test "1,223 operations that have not changed" {
  need_shared specs
  casecraft generate "$SHARED/specs/github-3.0.json" --provider builtin -o out -q
  run -0 --separate-stderr casecraft generate "$SHARED/specs/github-3.0.json" --provider test -o out
  [[ $stderr = 'cc-split: 1,223 operations: 0 new, '*$', 1,223 unchanged\ncc-split: 1,223 of the unchanged'* ]]
  [ "$(requests)" = 0 ]
}
