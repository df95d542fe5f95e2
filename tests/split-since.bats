# cc-split --since: what has not changed since the state of an output directory passes as a stub.
load helper
load split

# state DIR [FILTER]: a state of the records in `out`, each with a document, as cc-merge would leave it; the
# jq filter changes its endpoints.
state() {
  mkdir -p "$1/.casecraft"
  local slug
  jq -r .slug out >slugs
  while read -r slug; do
    echo '{}' >"$1/$slug.json"
  done <slugs
  jq -s "{version: \"2.0\", other: 1.10, endpoints: (map(
      {key: (.method + \":\" + (if .id | startswith(\"webhook \") then \"webhook \" else \"\" end) + .path),
       value: {file: (.slug + \".json\"), hash, cases: 7}}) | from_entries | ${2:-.})}" out >"$1/.casecraft/state.json"
}

# reported WORDS: what -v says of the operations, its only message.
reported() {
  [ "$(cat err)" = "cc-split: $1" ] || { echo "not '$1' but"; cat err; return 1; }
}

# full IDS: these operations came in full, in this order, all others as stubs with just what a stub has.
full() {
  shape '[.[] | select(has("unchanged") | not) | .id]' "$1"
  check 'all(.[]; has("hash") or (keys_unsorted == ["id", "seq", "slug", "spec", "unchanged"] and .unchanged == true))'
}

@test "what has not changed is a stub that says which operation it is, and nothing else" {
  split 0 "$fixture/operations.yaml" --webhooks
  mv out full
  cp full out
  state cases
  split 0 "$fixture/operations.yaml" --webhooks --since cases
  grep -qx 'cc-split: 34 operations: 0 new, 0 changed, 0 failed, 0 without a file, 34 unchanged' err
  full '[]'
  jq -c '{id, seq, slug, spec, unchanged: true}' full | cmp - out
  jq -r --slurpfile schema "$ROOT/share/casecraft/record.schema.json" -f "$fixture/validate.jq" out >broken
  diff /dev/null broken
  # The state itself, by its name, is as good.
  cp out stubs
  split 0 "$fixture/operations.yaml" --webhooks --since cases/.casecraft/state.json
  cmp stubs out
  grep -qx 'cc-split: 34 operations: 0 new, 0 changed, 0 failed, 0 without a file, 34 unchanged' err
}

@test "a change in a shared schema brings the operations that reach it in full, byte for byte, and no others" {
  split 0 "$fixture/hash.yaml"
  state cases
  local edit want
  while IFS='|' read -r want edit; do
    sed "$edit" "$fixture/hash.yaml" >spec.yaml
    run ! cmp -s spec.yaml "$fixture/hash.yaml"
    split 0 spec.yaml
    mv out whole
    split 0 spec.yaml --since cases
    full "$want"
    [ "$(grep -vcE ' unchanged(, 1 gone .*)?$' err)" -eq 0 ]
    jq -c 'select(has("unchanged") | not) | .id' out >ids
    grep -vF '"unchanged":true' out >changed || true
    grep -F "$(sed 's/^/{"id":/' ids)" whole >same || true
    [ ! -s ids ] || cmp same changed
  done <<'END'
["POST /a","GET /b"]|s/maximum: 22/maximum: 23/
["POST /a"]|s/Inner/Innermost/g
["GET /c"]|s/security: \[\]/security: [{}]/
["GET /d"]|s|/c:|/d:|
[]|s/maximum: 33/maximum: 34/
[]|s/title: Hash/title: Other/; s/letters/words/; s/makeA/createA/
END
}

@test "of each kind there is, how many are told: of all, and of those that were asked for" {
  document 'openapi: 3.1.0' "$(printf '  /%s: {get: {tags: [%s], responses: {"200": {description: d}}}}\n' \
    new x changed x failed x never x gone y empty y nofile y same y same2 x)" \
    'webhooks: {same: {post: {tags: [x], responses: {"200": {description: d}}}}}'
  split 0 spec.yaml --webhooks
  state cases 'del(."GET:/new") | ."GET:/changed".hash |= sub("[0-9a-f]{8}$"; "00000000") | ."GET:/failed".failed = true
    | del(."GET:/never".hash) | ."GET:/nofile".file = null | ."GET:/same".failed = false'
  rm cases/get_gone.json
  : >cases/get_empty.json
  split 0 spec.yaml --webhooks --since cases
  reported '10 operations: 1 new, 1 changed, 2 failed, 3 without a file, 3 unchanged'
  full '["GET /new","GET /changed","GET /failed","GET /never","GET /gone","GET /empty","GET /nofile"]'
  check '[.[] | select(.unchanged) | .id] == ["GET /same", "GET /same2", "webhook same POST"]'
  split 0 spec.yaml --since cases --include-tag x
  reported '5 of 9 operations: 1 new, 1 changed, 2 failed, 0 without a file, 1 unchanged'
  split 0 spec.yaml --since cases --include-path /new
  reported '1 of 9 operations: 1 new, 0 changed, 0 failed, 0 without a file, 0 unchanged'
  split 0 spec.yaml --since cases --exclude-path '**'
  [ "$(cat err)" = 'cc-split: warning: none of the 9 operations was asked for' ]
}

@test "operations of the state that the description has no more are told, where it was looked at as a whole" {
  document 'openapi: 3.1.0' "$(printf '  /%s: {get: {tags: [%s], responses: {"200": {description: d}}}}\n' a x b y c y)" \
    'webhooks: {h: {post: {tags: [x], responses: {"200": {description: d}}}}}'
  split 0 spec.yaml --webhooks
  state cases
  cp spec.yaml whole.yaml
  local edit args want
  while IFS='|' read -r edit args want; do
    sed "$edit" whole.yaml >spec.yaml
    # shellcheck disable=SC2086
    split "${want%%:*}" spec.yaml --since cases $args
    [ "$(tail -n 1 err)" = "cc-split: ${want#*:}" ] || { echo "$edit $args"; cat err; return 1; }
  done <<'END'
/\/b:/d|--webhooks|0:3 operations: 0 new, 0 changed, 0 failed, 0 without a file, 3 unchanged, 1 gone (--prune removes its file)
/\/[ab]:/d|--webhooks|0:2 operations: 0 new, 0 changed, 0 failed, 0 without a file, 2 unchanged, 2 gone (--prune removes their files)
s/  .c:/  \/d:/|--webhooks|0:4 operations: 1 new, 0 changed, 0 failed, 0 without a file, 3 unchanged, 1 gone (--prune removes its file)
/\/b:/d||0:2 operations: 0 new, 0 changed, 0 failed, 0 without a file, 2 unchanged, 1 gone (--prune removes its file)
/^webhooks/d|--webhooks|0:3 operations: 0 new, 0 changed, 0 failed, 0 without a file, 3 unchanged, 1 gone (--prune removes its file)
/^webhooks/d||0:3 operations: 0 new, 0 changed, 0 failed, 0 without a file, 3 unchanged
/\/b:/d|--webhooks --exclude-tag x|0:1 of 3 operations: 0 new, 0 changed, 0 failed, 0 without a file, 1 unchanged
/\/b:/d|--webhooks --exclude-path /none|0:3 operations: 0 new, 0 changed, 0 failed, 0 without a file, 3 unchanged, 1 gone (--prune removes its file)
s/{tags: .y., responses.*/7}/|--webhooks|1:2 operations: 0 new, 0 changed, 0 failed, 0 without a file, 2 unchanged
END
}

@test "an entry that is no entry, or has a hash that is none, is one that never succeeded" {
  document 'openapi: 3.0.0' '  /a: {get: {}}'
  split 0 spec.yaml
  local entry
  while read -r entry; do
    state cases "{\"GET:/a\": $entry}"
    split 0 spec.yaml --since cases
    reported '1 operation: 0 new, 0 changed, 1 failed, 0 without a file, 0 unchanged'
    full '["GET /a"]'
  done <<'END'
null
7
[]
{}
{"hash":7,"file":"get_a.json"}
{"hash":null,"file":"get_a.json"}
{"hash":"xxh128:0","file":"get_a.json","failed":true}
END
}

@test "a state of a first run, that is, none: all are new" {
  document 'openapi: 3.0.0' '  /a: {get: {}}'
  split 0 spec.yaml
  cp out whole
  mkdir empty
  local name path
  while read -r name path; do
    split 0 spec.yaml --since "$name" -v
    reported "1 operation: 1 new, 0 changed, 0 failed, 0 without a file, 0 unchanged (there is no $path yet)"
    cmp whole out
  done <<'END'
missing missing
missing/.casecraft/state.json missing/.casecraft/state.json
empty empty/.casecraft/state.json
empty/ empty/.casecraft/state.json
END
}

@test "a state that cannot be trusted is told with its reason, and all are new" {
  split 0 "$fixture/filters.yaml"
  cp out whole
  state cases
  local file=cases/.casecraft/state.json text reason
  cp "$file" good
  while IFS='|' read -r reason text; do
    printf '%b' "$text" >"$file"
    split 0 "$fixture/filters.yaml" --since cases
    [ "$(sed -n 1p err)" = "cc-split: warning: $file: $reason; all operations count as new" ] || { cat err; return 1; }
    [ "$(sed 1d err)" = 'cc-split: 7 operations: 7 new, 0 changed, 0 failed, 0 without a file, 0 unchanged' ]
    cmp whole out
  done <<END
not JSON: at byte 0: the text ends where a value is expected|
not JSON: at byte 1: a member name in quotes is expected|{half
no state: it is no object|[1]
no state: it has no version|{"endpoints": {}}
no state: it has no object \`endpoints\`|{"version": "2.0", "endpoints": []}
version "3.0" is not known, only "2.0" is|$(tr -d '\n' <good | sed 's/"2.0"/"3.0"/')
version "1.0" was written by the Python tool, whose hashes cover neither references nor security|$(tr -d '\n' <good | sed 's/"2.0"/"1.0"/')
END
  truncate -s 65M "$file"
  split 0 "$fixture/filters.yaml" --since cases
  [ "$(head -n 1 err)" = "cc-split: warning: $file is larger than 64 MiB; all operations count as new" ]
  cmp whole out
}

@test "a state that cannot be read is exit 4, before the first record" {
  document 'openapi: 3.0.0' '  /a: {get: {}}'
  mkdir -p dir/.casecraft/state.json locked
  mkfifo fifo
  local name message
  while IFS='|' read -r name message; do
    split 4 spec.yaml --since "$name"
    [ ! -s out ]
    reported "$message"
  done <<'END'
fifo|fifo is no regular file, not a state
/dev/zero|/dev/zero is no regular file, not a state
dir|dir/.casecraft/state.json is no regular file, not a state
spec.yaml/state.json|cannot open spec.yaml/state.json: Not a directory
END
  split 2 spec.yaml --since ''
  if [ "$(id -u)" != 0 ]; then
    chmod 0 locked
    split 4 spec.yaml --since locked
    chmod 700 locked
    reported 'cannot open locked: Permission denied'
  fi
}

@test "a hostile state has no file looked at outside its directory" {
  document 'openapi: 3.0.0' '  /a: {get: {}}'
  split 0 spec.yaml
  echo '{}' >outside.json
  mkdir -p cases
  ln -s .. cases/up
  ln -s ../outside.json cases/link.json
  local name
  while read -r name; do
    state cases ".\"GET:/a\".file = \"$name\""
    split 0 spec.yaml --since cases
    reported '1 operation: 0 new, 0 changed, 0 failed, 1 without a file, 0 unchanged'
  done <<END
../outside.json
/etc/passwd
$BATS_TEST_TMPDIR/outside.json
sub/../../outside.json
up/outside.json
link.json
END
}

@test "a stub passes through the pipeline as it is" {
  split 0 "$fixture/hash.yaml"
  state cases
  sed 's/security: \[\]/security: [{}]/' "$fixture/hash.yaml" >spec.yaml
  split 0 spec.yaml --since cases
  grep -F unchanged out >stubs
  [ "$(wc -l <stubs)" -eq 2 ]
  cc-assign -p builtin <out | cc-call | cc-fallback -c builtin | cc-merge -o cases >results
  grep -F unchanged results | sort | diff <(sort stubs) -
  [ "$(jq -r 'select(.cases | length > 0) | .id' results)" = 'GET /c' ]
}

@test "a real description: one bound of a shared schema, and only what reaches it" {
  need_shared specs
  local spec=$specs/github-3.0.json
  split 0 "$spec" --max-bytes 8000000 # whole, to see all that they reach
  state cases
  jq -c 'select(any(."$defs" | keys[]; . == "simple-user")) | .id' out >reach
  [ "$(wc -l <reach)" -gt 100 ]
  jq -c '.components.schemas["simple-user"].properties.login.maxLength = 39' "$spec" >spec.json
  split 0 spec.json --since cases
  jq -c 'select(has("unchanged") | not) | .id' out | cmp reach -
  grep -qF "1,223 operations: 0 new, $(wc -l <reach) changed, 0 failed, 0 without a file, " err
}
