# cc-call: the cases in what models write, from the loopback provider to the record.
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  provider_start -s "$FIXTURES/call/answers"
  cc-split "$FIXTURES/call/operations.yaml" | jq -c 'select(.id == "POST /toys")' >operation
}

teardown() {
  provider_stop
}

# answered FILE [SCRIPT]: the operation, answered with what stands in FILE; into out.
answered() {
  CASECRAFT_TEST_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_TEST_MODEL="content-file=$1${2:-}" \
    cc-call -p test --cases 2 <operation >out
}

# check FILTER: the filter is true of the record.
check() {
  jq -e "$1" out >check.out || { echo "not so: $1"; head -c 3000 out; return 1; }
}

@test "thinking, prose, a fence and JavaScript stand around the cases" {
  answered thought.txt
  check '.cases | map(.name) == ["A toy with a name", "A name that isn'"'"'t there"]
    and map(.body) == [{name: "Bear"}, {price: 5}] and map(.status) == [201, 400]'
  check '(has("partial") or has("rejected") | not) and (.attempts | length == 1)'
}

@test "cases in the older format get our names, and numbers keep their digits" {
  answered older.txt
  check '.cases | map(.name) == ["A toy with a name", "No name"] and map(.status) == [201, 400]
    and map(.test_type) == ["positive", "negative"] and .[0].resp_schema == {type: "object"}'
  check 'has("partial") or has("rejected") | not'
  grep -q '"body":{"name":"Bear","price":9007199254740993}' out
}

@test "of cases one a line the broken one is left out, and the record says so" {
  answered lines.txt
  check '.partial == "length" and (.cases | map(.body)
    == [{name: "Bear"}, {name: "a\nb"}, {name: "the \"big\" bear"}, {price: null}])'
  check '.cases[1].name == "A name with\na line end" and .cases[2].name == "A \"quoted\" name"'
}

@test "cases in strings in strings are cases" {
  answered strings.txt
  check '(.cases | map(.name) == ["A toy with a name", "No name"]) and (has("partial") | not)'
}

@test "an answer that is cut before its first case is whole is an error, and says so" {
  printf '%s' '```json' '{"cases":[{"name":"A toy with a name","test_type":"positive","body":{"na' >cut.txt
  provider_stop
  provider_start -s .
  answered cut.txt ';finish=length'
  check '.error.class == "output" and (.error.message | contains("before its first case is whole"))'
}
