# casecraft clean, and cc-merge --clean: what casecraft has written goes, what a person has made or changed stays.
# shellcheck disable=SC2154 # stderr is set by run --separate-stderr
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  casecraft generate "$ROOT/examples/bookshop.yaml" --provider builtin -o out -q --organize-by tag 2>err
}

# left: what there is in out.
left() {
  find out -type f | sort
}

@test "all of it goes, with its folders and the directory" {
  echo paid >out/.casecraft/ledger.ndjson
  run -0 --separate-stderr casecraft clean out
  [ "$stderr" = 'cc-merge: removed 12 documents' ]
  [ ! -e out ]
}

@test "what was changed stays and is told, and so does its entry, and what is not ours" {
  jq '.test_cases = []' out/orders/get_orders.json >new && mv new out/orders/get_orders.json
  echo mine >out/notes.txt
  echo '{"test_cases": []}' >out/orders/mine.json
  run -0 --separate-stderr casecraft clean out
  [ "$stderr" = $'cc-merge: warning: orders/get_orders.json is kept: it has been changed\ncc-merge: removed 11 documents; what a person has changed stays' ]
  [ "$(left | tr '\n' ' ')" = 'out/.casecraft/state.json out/.casecraft/state.json.lock out/notes.txt out/orders/get_orders.json out/orders/mine.json ' ]
  [ "$(jq -r '.endpoints | keys[]' out/.casecraft/state.json)" = GET:/orders ]
  # A run after it leaves it as it is.
  cp out/orders/get_orders.json changed
  casecraft generate "$ROOT/examples/bookshop.yaml" --provider builtin -o out -q --organize-by tag
  cmp changed out/orders/get_orders.json
}

@test "--dry-run says so, and changes nothing" {
  echo >>out/orders/get_orders.json
  echo paid >out/.casecraft/ledger.ndjson
  find out -type f -printf '%p %T@ %i\n' | sort >before
  run -0 --separate-stderr casecraft clean --dry-run out
  [ "$stderr" = $'cc-merge: warning: orders/get_orders.json is kept: it has been changed\ncc-merge: would remove 11 documents; what a person has changed stays' ]
  find out -type f -printf '%p %T@ %i\n' | sort | diff before -
  run -2 cc-merge -o out --dry-run
  # Nor does it mend a state.
  echo '{' >out/.casecraft/state.json
  find out -type f -printf '%p %T@ %i\n' | sort >before
  run casecraft clean --dry-run out
  find out -type f -printf '%p %T@ %i\n' | sort | diff before -
}

@test "a state leads to no file elsewhere, and one that cannot be trusted removes nothing" {
  local file
  for file in ../mine.json a/b/c.json /etc/passwd ../out/x.json; do
    jq --arg file "$file" '.endpoints["GET:/orders"].file = $file' out/.casecraft/state.json >new
    cp new out/.casecraft/state.json
    echo '{}' >mine.json
    run -0 casecraft clean out
    [ -e mine.json ] && [ -s /etc/passwd ] && [ -e out/orders/get_orders.json ]
  done
  rm -r out
  setup
  echo '{' >out/.casecraft/state.json
  run casecraft clean out
  [ "$(find out -name '*.json' -not -path '*/.casecraft/*' | wc -l)" = 12 ]
}

@test "a directory that casecraft has not written, another run at it, and usage" {
  mkdir other
  echo '{}' >other/a.json
  run -4 --separate-stderr casecraft clean other
  [[ $stderr = 'casecraft: other has no state'* ]]
  [ -e other/a.json ]
  local none
  for none in nowhere other/a.json; do
    run -4 --separate-stderr casecraft clean "$none"
    [ "$stderr" = "casecraft: there is no directory $none" ]
  done
  ln -s ../out/.casecraft other/.casecraft
  run -4 casecraft clean other
  if command -v flock >/dev/null; then
    run -4 --separate-stderr flock -s out/.casecraft casecraft clean out
    [ "$stderr" = 'casecraft: another run is at out' ]
  fi
  for args in '' 'a b' '--odd out' -- '-o out'; do
    # shellcheck disable=SC2086
    run -2 casecraft clean $args
  done
  [ "$(left | wc -l)" = 14 ]
}

@test "of a run that was cut off the answers go, and what may be anybody's stays" {
  cut_off out
  find out -type f | sort >before
  run -0 --separate-stderr casecraft clean --dry-run out
  [ "$stderr" = 'casecraft: would remove the answers of 2 operations, kept for a run that was cut off' ]
  find out -type f | sort | diff before -
  if command -v flock >/dev/null; then
    exec 8<out/.casecraft
    flock -s 8
    run -4 --separate-stderr casecraft clean out
    exec 8<&-
    [ "$stderr" = 'casecraft: another run is at out' ]
    find out -type f | sort | diff before -
  fi
  run -0 --separate-stderr casecraft clean out
  [ "$stderr" = "casecraft: removed the answers of 2 operations, kept for a run that was cut off
casecraft: out has no state: what else is in it stays, because it is not known what casecraft has written" ]
  find out -type f | sort | diff <(grep -v ledger before) -
  [ ! -e out/.casecraft ]
  run -4 casecraft clean out
  # A ledger that leads elsewhere is none.
  mkdir out/.casecraft
  echo '{"key":"xxh128:1","id":"GET /a","reply":{}}' >mine
  ln -s ../../mine out/.casecraft/ledger.ndjson
  run -4 --separate-stderr casecraft clean out
  [[ $stderr = 'casecraft: out has no state'* ]] && [ -s mine ]
}

@test "every shell, and a directory whose name is odd" {
  local shell
  for shell in dash 'busybox sh' bash; do
    command -v "${shell%% *}" >/dev/null || continue
    casecraft generate "$ROOT/examples/bookshop.yaml" --provider builtin -o "-an odd 'name'" -q
    $shell "$BUILD/libexec/casecraft/casecraft-clean" -- "-an odd 'name'"
    [ ! -e "-an odd 'name'" ]
  done
}
