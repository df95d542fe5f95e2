# casecraft show: operations and their cases, readable on a terminal.
# shellcheck disable=SC2154 # stderr is set by run --separate-stderr
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  casecraft generate "$ROOT/examples/bookshop.yaml" --provider builtin -o out -q 2>err
}

# state FILTER: changes the state.
state() {
  jq "$1" out/.casecraft/state.json >new && mv new out/.casecraft/state.json
}

@test "the operations: how many cases each has, who wrote them, which failed" {
  state '.endpoints["GET:/new"] = {failed: true, error: "auth"} | .endpoints["POST:webhook paid"] = {cases: 3, provider: "glm"}'
  run -0 --separate-stderr casecraft show out
  [ "$(wc -l <<<"$output")" = 14 ]
  grep -qxE ' +[0-9]+  builtin  POST /orders' <<<"$output"
  grep -qxF '    0  -        GET /new  (failed: auth)' <<<"$output"
  grep -qxF '    3  glm      webhook paid POST' <<<"$output"
}

@test "the cases of an operation, in 80 columns, however it is named" {
  run -0 --separate-stderr casecraft show out 'POST /orders'
  [ -z "$stderr" ]
  [ "$(head -n 2 <<<"$output")" = $'POST /orders\nPlace an order' ]
  [ "$(grep -c '^POST_ORDERS-' <<<"$output")" = "$(jq '.test_cases | length' out/post_orders.json)" ]
  grep -qx '    expects 400, 422; breaks required at body /items' <<<"$output"
  grep -qxF '    Authorization: Bearer ${AUTH_TOKEN}' <<<"$output"
  [ "$(wc -L <<<"$output")" -le 80 ]
  local want=$output word
  for word in 'post /orders' post_orders; do
    run -0 casecraft show out "$word"
    [ "$output" = "$want" ]
  done
}

@test "who wrote the cases: the provider, and its model where that has another name" {
  local model
  sed -n 3p <(casecraft show out 'GET /books') | grep -q '; builtin, '
  for model in a-model z-model; do
    jq --arg model "$model" '.metadata += {provider: "local", llm_model: $model}' out/get_books.json >new
    mv new out/get_books.json
    sed -n 3p <(casecraft show out 'GET /books') | grep -q "; local $model, "
  done
}

@test "documents of any format and place, and a directory of any name" {
  local format
  casecraft show out 'GET /orders' | sed 3d >want
  for format in compact ndjson; do
    casecraft generate "$ROOT/examples/bookshop.yaml" --provider builtin -o "-it's $format" --format $format --organize-by tag -q
    casecraft show -- "-it's $format" 'GET /orders' | sed 3d | diff want -
  done
}

@test "what stands in a case cannot move the cursor or turn a line" {
  jq '.summary = "\u001b[2J\u009b31m\u202eabc" | .test_cases = [.test_cases[0] | .name = "a\nb\u0007" | .target = "/\u001b]0;x"
    | .body_text = ("é漢" * 3000) | .headers = {"\u001b[1m": "\u2028"}]' out/get_orders.json >new
  mv new out/get_orders.json
  run -0 --separate-stderr casecraft show out 'GET /orders'
  shown=$output
  run ! grep -P '[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xa8-\xae]' <<<"$shown"
  grep -qxF '    ... 15000 bytes in all' <<<"$shown"
  grep -qxF '  a b?' <<<"$shown"
  [ "$(wc -L <<<"$shown")" -le 80 ]
}

@test "what a state says of a provider makes no line wider than it is" {
  state '.endpoints["GET:/new"] = {provider: 30000, cases: 1}'
  casecraft show out | grep -qxE ' +1  30000 +GET /new'
  [ "$(casecraft show out | wc -L)" -le 80 ]
}

@test "what is not there: 3, 1 and 4, each with what to do" {
  run -3 --separate-stderr casecraft show out 'GET /nothing'
  [[ $stderr = 'casecraft: there is no operation GET /nothing in out (casecraft show out lists them)' ]]
  state '.endpoints["GET:/new"] = {failed: true, error: "auth"}'
  run -1 --separate-stderr casecraft show out 'GET /new'
  [[ $stderr = *'the last try failed (auth)' ]]
  # A state is not trusted with files elsewhere.
  echo '{"test_cases": []}' >outside.json
  ln -s ../outside.json out/link.json
  local file
  for file in ../outside.json link.json "$PWD/outside.json" ./get_books.json absent.json; do
    state ".endpoints[\"GET:/new\"] = {file: \"$file\"}"
    run -1 --separate-stderr casecraft show out 'GET /new'
    [[ $stderr = *'is gone from out' ]]
  done
  mkdir empty
  run -4 --separate-stderr casecraft show empty
  [[ $stderr = *empty/.casecraft/state.json* ]]
  # What jq says of such files may hold what they hold.
  for document in '{' '{"method": {"x": "\u009b2J"}, "test_cases": 1}' '[]' ''; do
    printf '%s' "$document" >out/get_books.json
    run -4 --separate-stderr casecraft show out 'GET /books'
    [ "$stderr" = 'casecraft: what is in out/get_books.json cannot be shown: mend it, or delete it, and casecraft generate makes it anew' ]
  done
  rm out/get_books.json
  casecraft generate "$ROOT/examples/bookshop.yaml" --provider builtin -o out -q 2>err || [ $? = 1 ]
  casecraft show out 'GET /books' >shown
  state '.endpoints["GET:/books"].file = ["\u009b2J"]'
  run -4 --separate-stderr casecraft show out 'GET /books'
  [ "$stderr" = 'casecraft: what is in out/.casecraft/state.json cannot be shown' ]
  for args in '' '-z' 'a b c'; do
    # shellcheck disable=SC2086
    run -2 --separate-stderr casecraft show $args
  done
  run -4 --separate-stderr env CASECRAFT_DATADIR=/nowhere casecraft show out
  [ "$stderr" = 'casecraft: cannot read /nowhere/show.jq: set CASECRAFT_DATADIR to where it is' ]
  run -0 --separate-stderr casecraft show out --help
  [[ $output = 'usage: casecraft show'* ]]
}

@test "the output of several descriptions is named, and so is what a run that was cut off has left" {
  cp "$ROOT/examples/bookshop.yaml" B.yaml
  cp B.yaml C.yaml
  casecraft generate B.yaml C.yaml -p builtin -o mm -q
  mkdir 'mm/no part' mm/none
  ln -s B mm/link
  local command
  for command in show clean 'clean --dry-run'; do
    # shellcheck disable=SC2086 # a command and its option
    run -4 --separate-stderr casecraft $command mm
    [ "$stderr" = "casecraft: mm holds the output of several descriptions, each in a directory of its own:
casecraft:   casecraft ${command%% *} mm/B
casecraft:   casecraft ${command%% *} mm/C" ]
  done
  # Suites of several are several, each with its base URL.
  run -4 --separate-stderr casecraft export tap mm --priority P0 -o suite
  [ "$stderr" = "casecraft: mm holds the output of several descriptions, each in a directory of its own:
casecraft:   casecraft export tap mm/B
casecraft:   casecraft export tap mm/C" ]
  [ ! -e suite ]
  # What is named can be typed.
  mv mm "it's m"
  run -4 --separate-stderr casecraft show "it's m"
  [ "${stderr_lines[1]}" = "casecraft:   casecraft show 'it'\\''s m/B'" ]
  run -3 --separate-stderr casecraft show "it's m/B" 'GET /no'
  [[ $stderr = *"(casecraft show 'it'\\''s m/B' lists them)" ]]
  mv "it's m" mm
  casecraft export csv mm/B >B.csv
  # What has no state at all is exported whole.
  mkdir copy
  cp -r mm/B/*.json copy
  casecraft export csv copy | cmp - B.csv
  run -0 casecraft doctor -p builtin mm
  [ "$(tail -n 3 <<<"$output")" = $'ok    mm holds the output of several descriptions\nok    mm/B: 12 operations\nok    mm/C: 12 operations' ]
  # One that is not well is seen.
  echo '{' >mm/C/.casecraft/state.json
  run -4 casecraft doctor -p builtin mm
  grep -q '^BAD   mm/C/.casecraft/state.json' <<<"$output"

  cut_off out
  run -4 --separate-stderr casecraft show out
  [ "$stderr" = 'casecraft: out holds a run that was cut off, and answers of 2 operations: the same run again goes on with them' ]
  run -0 casecraft doctor -p builtin out
  grep -qx 'note  out has no state, but answers of 2 operations: the next run uses them and asks for the others' <<<"$output"
}

@test "a reader that has seen enough, and every shell" {
  { casecraft show out 'POST /orders' || echo $? >code; } 2>err | head -n 1 >first
  [ ! -s err ] && [ -s first ]
  casecraft show out 'GET /books' >want
  local shell
  for shell in dash 'busybox sh' bash; do
    ! command -v "${shell%% *}" >/dev/null || $shell "$BUILD/libexec/casecraft/casecraft-show" out 'GET /books' | diff want -
  done
}
