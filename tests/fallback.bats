# cc-fallback: failed records to the next provider, by way of a child that may do anything.
# shellcheck disable=SC2154 # stderr is set by run --separate-stderr
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  mixed=$FIXTURES/fallback/mixed.ndjson
  # Filters that stand where cc-call does: all is answered, all fails.
  answers=(jq --unbuffered -c '.cases = []')
  fails=(jq --unbuffered -c '.error = {class: "server", provider: .provider}
    | .attempts += [{provider: .provider, class: "server"}]')
}

# failed ID PROVIDER CLASS [MEMBERS]: a record that carries an error.
failed() {
  printf '{"id":"%s","provider":"%s","error":{"class":"%s","provider":"%s"}%s}\n' \
    "$1" "$2" "$3" "$2" "${4:+,$4}"
}

# many COUNT BYTES: failed records with so much in them.
many() {
  jq -nc --argjson n "$1" --argjson b "$2" '("x" * $b) as $pad | range($n) |
    {id: "GET /\(.)", seq: ., provider: "glm", pad: $pad, error: {class: "rate", provider: "glm"}}'
}

# check FILTER FILE: the filter is true of the file's records, taken as one array.
check() {
  jq -es "$1" "$2" >check.out || { echo "not so: $1"; cat "$2"; return 1; }
}

@test "without a chain every record passes through byte-identical, and no child is started" {
  run -1 bash -c "cc-fallback -- sh -c 'touch started' <'$mixed' >out"
  cmp "$mixed" out
  [ ! -e started ]
  grep -v '"error"' "$mixed" >good
  run -0 bash -c 'cc-fallback -c kimi -- sh -c "touch started" <good >out'
  cmp good out
  [ ! -e started ]
  run -0 bash -c 'cc-fallback </dev/null | wc -c'
  [ "$output" -eq 0 ]
}

@test "a failed record is given to the next provider, and the others stay byte-identical" {
  run -1 bash -c 'cc-fallback -c kimi,local -- "$@" >out' - "${answers[@]}" <"$mixed"
  grep -v -e '"GET /b"' -e '"GET /f"' "$mixed" >untouched
  grep -v -e '"GET /b"' -e '"GET /f"' out | cmp untouched -
  [ "$(wc -l <out)" -eq 7 ]
  check '[.[] | select(.cases == [])] | map([.id, .provider, .fallback_from, has("error"), has("candidates")])
    == [["GET /b", "kimi", "glm", false, false], ["GET /f", "kimi", "qwen", false, false]]' out
}

@test "the line the child gets is the record with three members changed, and its answer is passed on as it is" {
  printf '%s\n' '{"id":"a", "n":1.10,"candidates":["x"],"provider":"glm","error":{"class":"rate"},"z":[ 1 ]}' >in
  printf '%s\n' '{"id":"a", "n":1.10,"provider":"kimi","z":[ 1 ],"fallback_from":"glm"}' >want
  run -0 bash -c 'cc-fallback -c kimi -- tee asked <in >out'
  cmp want asked
  cmp want out
}

@test "at the end of the chain the first error and provider are back, with the attempts of all" {
  run -1 bash -c 'cc-fallback -c kimi,local -- "$@" >out' - "${fails[@]}" <"$mixed"
  check '[.[] | select(.seq == 1)][0] | .provider == "glm" and .fallback_from == "glm"
    and .error == {class: "rate", provider: "glm", http: 429, message: "slow down"}
    and (.attempts | map(.provider)) == ["glm", "kimi", "local"]' out
  [ "$(wc -l <out)" -eq 7 ]
}

@test "a record that named no provider has none again at the end of the chain" {
  echo '{"id":"a","error":{"class":"config"}}' >in
  run -1 bash -c 'cc-fallback -c kimi -- "$@" <in >out' - "${fails[@]}"
  check '.[0] | has("provider") == false and has("fallback_from") == false and .error == {class: "config"}' out
}

@test "providers in attempts and the record's own are not asked again" {
  failed a qwen rate '"attempts":[{"provider":"glm"},{"provider":"qwen"}]' >in
  run -0 bash -c 'cc-fallback -c glm,qwen,kimi -- tee asked <in >out'
  check 'map(.provider) == ["kimi"]' asked
}

@test "a provider that is known to be of no use counts as one that was asked" {
  # As cc-call writes them: no attempt by the provider of the error.
  echo '{"id":"a","error":{"class":"billing","provider":"glm","message":"not asked: glm"}}' >in
  run -0 bash -c 'cc-fallback -c glm,kimi -- tee asked <in >out'
  check 'map([.provider, .fallback_from]) == [["kimi", "glm"]]' asked
  failed b glm rate >in
  run -1 bash -c 'cc-fallback -c kimi,local,kimi,local -- "$@" <in >out' - \
    jq --unbuffered -c '.error = {class: "billing", provider: .provider} | .seen += [.provider]'
  check '.[0].seen == ["kimi", "local"] and .[0].error.class == "rate" and (.[0] | has("attempts") | not)' out
}

@test "a child that writes no attempts does not make a record go round for ever" {
  failed a glm rate >in
  run -1 timeout 20 bash -c 'cc-fallback -c kimi,local,kimi,local -- \
    jq --unbuffered -c ".error = {class: \"rate\"} | .provider = \"glm\" | .seen += 1" <in >out'
  check '.[0].seen == 2 and .[0].error.provider == "glm"' out
}

@test "fallback_from is kept when it is there" {
  failed a qwen rate '"fallback_from":"glm"' >in
  run -0 bash -c 'cc-fallback -c kimi -- "$@" <in >out' - "${answers[@]}"
  check '.[0].fallback_from == "glm" and .[0].provider == "kimi"' out
}

@test "content, request, interrupted and unknown classes stay; --on names the classes instead" {
  for class in auth billing quota rate overload server network timeout content context model request \
    output config interrupted strange; do
    failed "$class" glm "$class"
  done >in
  run -1 bash -c 'cc-fallback -c kimi -- "$@" <in >out' - "${answers[@]}"
  check '[.[] | select(.error) | .id] | sort == ["content", "interrupted", "request", "strange"]' out
  run -1 bash -c 'cc-fallback -c kimi --on content,request --on auth -- "$@" <in >out' - "${answers[@]}"
  check '[.[] | select(.error | not) | .id] | sort == ["auth", "content", "request"]' out
}

@test "a second provider's error of a class that stays ends the asking" {
  failed a glm rate >in
  run -1 bash -c 'cc-fallback -c kimi,local -- jq --unbuffered -c \
    ".error = {class: \"content\"} | .seen += 1" <in >out'
  check '.[0].seen == 1 and .[0].error.class == "rate" and .[0].provider == "glm"' out
}

@test "a chain in the record wins; an empty one asks nobody" {
  { failed a glm rate '"chain":["local"]'; failed b glm rate '"chain":[]'; failed c glm rate; } >in
  run -1 bash -c 'cc-fallback -c kimi -- "$@" <in >out' - "${answers[@]}"
  check 'sort_by(.id) | map(.provider) == ["local", "glm", "kimi"]' out
  run -1 bash -c 'cc-fallback -- "$@" <in >out' - "${answers[@]}"
  check 'sort_by(.id) | map(.provider) == ["local", "glm", "glm"]' out
}

@test "CASECRAFT_FALLBACK_CHAIN is the chain where -c is not given" {
  failed a glm rate >in
  CASECRAFT_FALLBACK_CHAIN=local run -0 bash -c 'cc-fallback -- "$@" <in >out' - "${answers[@]}"
  check 'map(.provider) == ["local"]' out
  CASECRAFT_FALLBACK_CHAIN=local run -0 bash -c 'cc-fallback -c kimi -- "$@" <in >out' - "${answers[@]}"
  check 'map(.provider) == ["kimi"]' out
}

@test "who of CASECRAFT_FALLBACK_CHAIN cannot be asked is told at once" {
  failed a glm rate >in
  export CASECRAFT_FALLBACK_CHAIN=kimmi,builtin,qwen CASECRAFT_QWEN_API_KEY=
  run -0 --separate-stderr cc-fallback </dev/null
  [[ ${stderr_lines[0]} = 'cc-fallback: warning: CASECRAFT_FALLBACK_CHAIN: provider kimmi is not known; did you mean kimi?'* ]]
  [[ ${stderr_lines[1]} = 'cc-fallback: warning: CASECRAFT_FALLBACK_CHAIN: provider qwen: CASECRAFT_QWEN_API_KEY is not set'* ]]
  [ ${#stderr_lines[@]} = 2 ]
  # Another command may know them, and a chain that is not used is nobody's business.
  run -0 --separate-stderr cc-fallback -- cat </dev/null
  [ -z "$stderr" ]
  CASECRAFT_FALLBACK_ENABLED=false run -0 --separate-stderr cc-fallback </dev/null
  [ -z "$stderr" ]
}

@test "CASECRAFT_FALLBACK_ENABLED switches that chain off, and is true or false" {
  failed a glm rate >in
  export CASECRAFT_FALLBACK_CHAIN=local
  CASECRAFT_FALLBACK_ENABLED=true run -0 bash -c 'cc-fallback -- "$@" <in >out' - "${answers[@]}"
  check 'map(.provider) == ["local"]' out
  CASECRAFT_FALLBACK_ENABLED=false run -0 bash -c 'cc-fallback -- "$@" <in | cmp - in' - "${answers[@]}"
  for word in False no 0; do
    CASECRAFT_FALLBACK_ENABLED=$word run -4 --separate-stderr cc-fallback -- "${answers[@]}" <in
    [ "$output" = "" ]
    [[ $stderr == *"CASECRAFT_FALLBACK_ENABLED must be true or false, not \"$word\""* ]]
  done
  CASECRAFT_FALLBACK_ENABLED=no run -0 bash -c 'cc-fallback -c kimi -- "$@" <in >out' - "${answers[@]}"
  check 'map(.provider) == ["kimi"]' out
}

@test "wrong usage is exit 2" {
  run -2 --separate-stderr cc-fallback -c kimi --on weather
  [[ $stderr == *weather*'(casecraft(7) lists them)'* ]]
  run -2 --separate-stderr cc-fallback -c kimi --on interrupted
  run -2 --separate-stderr cc-fallback -c kimi --
  run -2 --separate-stderr cc-fallback -c kimi file.ndjson
  run -2 --separate-stderr cc-fallback -c "$(seq -s, 65)" -- cat
}

@test "providers that -c names for cc-call are checked at once, all of them" {
  run -4 --separate-stderr cc-fallback -c kimi,nonesuch,glm </dev/null
  [[ $stderr == *kimi* && $stderr == *nonesuch* && $stderr == *glm* ]]
  run -4 --separate-stderr cc-fallback -c kimi -- /somewhere/cc-call -j 2 </dev/null
  run -0 --separate-stderr cc-fallback -c builtin </dev/null
  run -0 --separate-stderr cc-fallback -c kimi -- cat </dev/null
}

@test "the default command is the cc-call beside the program, else the one of PATH" {
  mkdir beside path
  cp "$BIN/cc-fallback" beside/
  for where in path beside; do
    printf '#!/bin/sh\nexec jq --unbuffered -c ".cases = 1 | .by = \\"%s\\""\n' "$where" >$where/cc-call
  done
  chmod +x path/cc-call beside/cc-call
  failed a glm rate >in
  run -0 bash -c 'PATH="$PWD/path:$PATH" beside/cc-fallback -c builtin <in >out'
  check '.[0].by == "beside"' out
  rm beside/cc-call
  run -0 bash -c 'PATH="$PWD/path:$PATH" beside/cc-fallback -c builtin <in >out'
  check '.[0].by == "path"' out
}

@test "one child serves while input is open; a fresh one serves the next round" {
  many 300 10 >in
  run -1 bash -c 'cc-fallback -c kimi,local -- sh -c "echo >>starts; exec \"\$@\"" - "$@" <in >out' - \
    "${fails[@]}"
  [ "$(wc -l <out)" -eq 300 ]
  # Answers that come before the end of input go round in the same child.
  [ "$(wc -l <starts)" -le 2 ]
  check 'all(.[]; .attempts | map(.provider) == ["kimi", "local"])' out
}

@test "a child that dies is replaced, and what was inside is given to the fresh one" {
  many 50 10 >in
  cat >flaky <<'SH'
if [ -e once ]; then exec jq --unbuffered -c '.cases = []'; fi
touch once
read -r line; printf '%s\n' "$line"
kill -9 $$
SH
  run -0 --separate-stderr bash -c 'cc-fallback -c kimi -- sh flaky <in >out'
  [[ $stderr == *"sh was ended by signal 9"* ]]
  check 'map(.seq) | sort == [range(50)]' out
}

@test "a child that dies with a record twice makes it an error of class config" {
  failed a glm rate >in
  run -1 --separate-stderr bash -c 'cc-fallback -c kimi,local -- sh -c "read -r l; echo >>starts; exit 7" <in >out'
  [ "$(wc -l <starts)" -eq 2 ]
  check '.[0].error | .class == "config" and .provider == "kimi"
    and (.message | startswith("sh ended with exit code 7"))' out
  check '.[0].fallback_from == "glm" and (.[0].error | has("http") | not)' out
}

@test "a command that never answers is given up: what was not asked keeps its error, exit 4" {
  many 200 2000 >in
  run -4 --separate-stderr bash -c 'cc-fallback -c kimi -- sh -c "read -r l; echo >>starts; exit 7" <in >out'
  [ "$(wc -l <starts)" -eq 4 ]
  check 'map(.seq) | sort == [range(200)]' out
  check 'map(.error.class) | unique == ["config", "rate"]' out
  jq -c 'select(.error.class == "rate")' out >kept
  [ "$(grep -c -F -x -f kept in)" -eq "$(wc -l <kept)" ]
}

@test "a command that ends before it takes a record has answered none, and is given up too" {
  many 20 10 >in
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    rm -f starts
    run --separate-stderr bash -c 'cc-fallback -c kimi -- sh -c "echo >>starts; exec <&-; exit 7" <in >out'
    [[ $status = [14] && $stderr != *"every record was answered"* ]]
    [ "$(wc -l <starts)" -le 4 ]
    check 'map(.seq) | sort == [range(20)]' out
  done
}

@test "a command that is given up after it has answered: what failed once more has its first error back" {
  many 6 70000 >in
  printf '%s\n' '#!/bin/sh' 'mkdir once || exit 7' 'head -n 6 >got; "$@" <got' >child
  chmod +x child
  run -4 --separate-stderr bash -c 'cc-fallback -c kimi,local -- ./child "$@" <in >out' - "${fails[@]}"
  check 'map(.seq) | sort == [range(6)]' out
  check '[.[] | select(.error.class != "config")] | length > 0 and all(.error == {class: "rate", provider: "glm"}
    and .provider == "glm" and .fallback_from == "glm" and (.attempts | map(.provider)) == ["kimi"])' out
}

@test "a command that cannot be run: every record keeps its bytes, exit 4" {
  run -4 --separate-stderr bash -c "cc-fallback -c kimi -- ./nonesuch <'$mixed' >out"
  [[ $stderr == *"cannot run ./nonesuch"* ]]
  diff <(sort "$mixed") <(sort out)
}

@test "a child that ends before its input has: answers count, the rest is given to one more" {
  many 20 10 >in
  run -1 --separate-stderr bash -c 'cc-fallback -c kimi -- head -n 5 <in >out'
  check 'map(.seq) | sort == [range(20)]' out
  # how far a child has read when it ends is not ours to say: two of them answer five records each, or more do
  check '[.[] | select(.error | not)] | length >= 10' out
  check '[.[] | select(.error)] | all(.error.class == "config")' out
}

@test "a child that writes what is no answer counts as dead" {
  failed a glm rate >in
  for reply in 'hello' '[]' '{"id":"other"}' '{"no":"id"}' '{"id":"a"' ; do
    run -1 --separate-stderr timeout 20 bash -c \
      'cc-fallback -c kimi -- sh -c "read -r l; printf \"%s\n\" \"\$0\"; cat" "$0" <in >out' "$reply"
    [[ $stderr == *"cc-fallback: warning: sh "* ]]
    check 'length == 1 and .[0].error.class == "config"' out
  done
  # an answer too many
  run -0 --separate-stderr bash -c 'cc-fallback -c kimi -- sh -c "read -r l; echo \"\$l\"; echo \"\$l\"" <in >out'
  [[ $stderr == *"id \"a\""* ]]
  [ "$(wc -l <out)" -eq 1 ]
}

@test "ids may repeat: each answer belongs to the record it is of" {
  { failed a glm rate; failed a qwen quota; failed a glm server; } >in
  # the answers come in the opposite order
  run -1 bash -c 'cc-fallback -c kimi -- sh -c "\"\$@\" | tac" - "$@" <in >out' - "${fails[@]}"
  check 'sort_by(.error.class) | map([.error.class, .provider, .fallback_from])
    == [["quota", "qwen", "qwen"], ["rate", "glm", "glm"], ["server", "glm", "glm"]]' out
}

@test "an id that is escaped otherwise is the same id" {
  printf '%s\n' '{"id":"GET \/\u00e9","provider":"glm","error":{"class":"rate"}}' >in
  run -0 bash -c 'cc-fallback -c kimi -- "$@" <in >out' - "${answers[@]}"
  check '.[0].id == "GET /é"' out
}

@test "5,000 records, every second one failing twice: each comes out once" {
  jq -nc 'range(5000) | {id: "GET /\(. % 4000)", seq: ., provider: "glm"}
    + if . % 2 == 0 then {error: {class: "rate"}} else {cases: []} end' >in
  run -0 timeout 60 bash -c 'cc-fallback -c kimi,local -- jq --unbuffered -c \
    "if .provider == \"kimi\" then .error = {class: \"server\"} else .cases = [] end" <in >out'
  check 'map(.seq) | sort == [range(5000)]' out
  check '[.[] | select(.fallback_from)] | length == 2500 and all(.[]; .provider == "local")' out
}

@test "records over 64 KiB, a slow reader, a child that answers more than it is asked: no deadlock" {
  many 150 70000 >in
  run -0 timeout 60 bash -c 'set -o pipefail
    cc-fallback -c kimi,local -- jq --unbuffered -c "if .provider == \"kimi\" then .error = {class: \"server\"}
      else .cases = [] end | .more = .pad" <in | (sleep 1; cat) | jq -c "[.id, .seq, .provider]" >out'
  check 'map(.[1]) | sort == [range(150)]' out
  check 'all(.[]; .[2] == "local")' out
}

@test "a slow reader of small answers behind a fast producer: no deadlock" {
  many 6000 200 >in
  run -0 timeout 60 bash -c 'set -o pipefail
    cat in | cc-fallback -c kimi -- cat | (sleep 1; cat) | wc -l'
  [ "$output" -eq 6000 ]
}

@test "a line that is no record: exit 3 with its number, and what came before it is finished" {
  { failed a glm rate; echo; echo '{"id":"b","cases":[]}'; echo 'not a record'; failed c glm rate; } >in
  run -3 --separate-stderr bash -c 'cc-fallback -c kimi -- "$@" <in >out' - "${answers[@]}"
  [[ $stderr == *"stdin:4:"* ]]
  check 'map(.id) | sort == ["a", "b"]' out
  check 'all(.[]; .error | not)' out
  run -3 --separate-stderr bash -c 'echo "{\"n\":1}" | cc-fallback'
  [[ $stderr == *"stdin:1:"* ]]
}

@test "stdin that cannot be read is exit 4" {
  run -4 --separate-stderr bash -c 'cc-fallback -c kimi -- cat <.'
  [[ $stderr == *stdin* ]]
  run -4 --separate-stderr bash -c 'cc-fallback -c kimi -- cat <&-'
}

@test "SIGTERM: what is in the child is read out, no new asks, then the end by the signal" {
  mkfifo in gate
  cc-fallback -c kimi,local -- sh -c 'read -r l; touch asked; cat gate >/dev/null
    printf "%s\n" "$l" | jq -c ".error = {class: \"rate\"}"; cat' <in >out 3>&- &
  pid=$!
  exec 4>in
  failed a glm rate >&4
  for _ in $(seq 200); do [ -e asked ] && break; sleep 0.02; done
  kill -TERM "$pid"
  sleep 0.1
  failed b glm rate >&4
  exec 4>&-
  : >gate
  code=0
  wait "$pid" || code=$?
  [ "$code" -eq 143 ]
  failed b glm rate | cmp - <(grep '"b"' out)
  check 'map(.id) | sort == ["a", "b"]' out
  check '[.[] | select(.id == "a")][0] | .provider == "glm" and .fallback_from == "glm"' out
}

@test "SIGTERM: a child that has ended before its time costs no record" {
  mkfifo in
  cc-fallback -c kimi -- sh -c 'read -r l; touch asked; read -r l' <in >out 3>&- &
  pid=$!
  exec 4>in
  failed a glm rate >&4
  for _ in $(seq 200); do [ -e asked ] && break; sleep 0.02; done
  kill -TERM "$pid"
  exec 4>&-
  code=0
  wait "$pid" || code=$?
  [ "$code" -eq 143 ]
  failed a glm rate | cmp - out
}

@test "a reader that has gone ends the run by SIGPIPE, and the child with it" {
  many 3000 500 >in
  run -0 timeout 20 bash -c 'cc-fallback -c kimi -- cat <in | head -n 1 >/dev/null; echo "${PIPESTATUS[0]}"'
  [ "$output" = 141 ]
  # even while the child thinks and stdin is silent
  mkfifo hold
  failed a glm rate >one
  run -0 timeout 20 bash -c '
    { cat one; exec cat hold; } 3>&- | { cc-fallback -c kimi -- sh -c "echo \$\$ >pid; exec sleep 60"; echo "$?" >code
      : >hold; } | true'
  [ "$(cat code)" = 141 ]
  run ! kill -0 "$(cat pid)"
}

@test "stdout that takes nothing is exit 4" {
  run -4 --separate-stderr bash -c "cc-fallback <'$mixed' >/dev/full"
  [[ $stderr == *stdout* ]]
  many 2000 100 >in
  run -4 --separate-stderr timeout 20 bash -c 'cc-fallback -c kimi -- cat <in >/dev/full'
  run -4 --separate-stderr bash -c "cc-fallback <'$mixed' >&-"
}
