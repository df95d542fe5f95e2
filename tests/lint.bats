#!/usr/bin/env bats
# Every check of the source can fail: each is shown a small bad tree.
load helper

setup() {
  export LINT_ROOT=$BATS_TEST_TMPDIR/tree
  mkdir -p "$LINT_ROOT/lib/schema" "$LINT_ROOT/cmd/cc-one" "$LINT_ROOT/cmd/cc-two" "$LINT_ROOT/man" \
    "$LINT_ROOT/tests"
}

# put FILE LINE...: a file of the tree.
put() {
  printf '%s\n' "${@:2}" >"$LINT_ROOT/$1"
}

# accepted CHECK / refused CHECK TEXT: what the check says of the tree.  Where a tool of a check is not
# installed, the check says so and has failed: that is right, too.
accepted() {
  run "$ROOT/tests/lint/run" "$1"
  [[ $output = *"is not installed"* && $status = 1 ]] || [ "$status" = 0 ]
}

refused() {
  run -1 "$ROOT/tests/lint/run" "$1"
  [[ $output = *"is not installed"* || $output = *"$2"* ]]
  [ "${lines[0]}" = "FAILED $1" ]
  [ "${lines[-1]}" = "0 passed, 1 failed" ]
}

@test "a check that does not exist is wrong usage" {
  run -2 "$ROOT/tests/lint/run" nonsense
}

@test "an empty tree passes every check whose tool is here" {
  run "$ROOT/tests/lint/run"
  [[ $output != *FAILED* || $output = *"is not installed"* ]]
}

@test "format: code that clang-format would write otherwise" {
  cp "$ROOT/.clang-format" "$LINT_ROOT"
  put lib/buf.c 'int buf_one(void)' '{' '    return 1;' '}'
  accepted format
  put lib/buf.c 'int buf_one( void ) { return 1; }'
  refused format 'lib/buf.c:1:'
}

@test "cppcheck: a buffer read beyond its end" {
  put lib/buf.c 'int buf_one(void);' 'int buf_one(void)' '{' '    return 1;' '}'
  accepted cppcheck
  put lib/buf.c 'int buf_one(void)' '{' '    int a[2] = {0, 1};' '    return a[2];' '}'
  refused cppcheck 'arrayIndexOutOfBounds'
}

@test "shellcheck: a script, a helper and a .bats file" {
  put bootstrap '#!/bin/sh' 'echo "$1"'
  accepted shellcheck
  put bootstrap '#!/bin/sh' 'local x=$1; echo $x'
  refused shellcheck 'bootstrap:2:'
  rm "$LINT_ROOT/bootstrap"
  put tests/helper.bash 'rm -rf $1/x'
  refused shellcheck 'tests/helper.bash:1:'
  rm "$LINT_ROOT/tests/helper.bash"
  put tests/one.bats '@test "x" {' '  ! true' '  echo' '}'
  refused shellcheck 'tests/one.bats:2:'
}

@test "manuals: a page with an unknown macro" {
  put man/cc-one.1 '.Dd November 1, 2026' '.Dt CC-ONE 1' '.Os' '.Sh NAME' '.Nm cc-one' '.Nd one'
  accepted manuals
  put man/cc-one.1 '.Dd November 1, 2026' '.Dt CC-ONE 1' '.Os' '.Sh NAME' '.Nm cc-one' '.Nd one' '.Zz x'
  refused manuals 'cc-one.1:7:'
}

@test "floors: lower floors and what stands to the left are fine" {
  put lib/mem.h '/* mem.  Floor 0. */'
  put lib/diag.h '/* diag.  Floor 0. */'
  put lib/mem.c '#include "diag.h"' '#include "mem.h"'
  put lib/buf.c '#include "mem.h"'
  put lib/schema/view.h ''
  put lib/schema/equal.c '#include "schema/view.h"' '#include "view.h"' '#include "mem.h"'
  put cmd/cc-one/own.h ''
  put cmd/cc-one/main.c '#include <stdio.h>' '#include "own.h"' '#include "schema/view.h"' '#include "mem.h"'
  accepted floors
}

@test "floors: upwards" {
  put lib/buf.h ''
  put lib/mem.c '#include "buf.h"'
  refused floors 'lib/mem.c:1: floor 0 includes floor 1: buf.h'
}

@test "floors: to the right" {
  put lib/mem.h ''
  put lib/diag.c '' '#include "mem.h"'
  refused floors 'lib/diag.c:2: mem.h stands to the right of diag on floor 0'
}

@test "floors: a module of no floor, and a header that names another one" {
  put lib/novel.c ''
  refused floors 'lib module novel stands on no floor'
  rm "$LINT_ROOT/lib/novel.c"
  put lib/mem.h '/* mem.  Floor 3. */'
  refused floors 'lib/mem.h:1: its header says Floor 3'
}

@test "floors: a command that reaches into another, or out of its folder" {
  put cmd/cc-two/two.h ''
  put cmd/cc-one/main.c '#include "two.h"'
  refused floors 'cmd/cc-one/main.c:1: neither of lib nor of its own folder: two.h'
  put cmd/cc-one/main.c '#include "../cc-two/two.h"'
  refused floors 'an include climbs out'
  put cmd/cc-one/main.c '#include "own.c"'
  refused floors 'a .c file is included'
}

@test "floors: a library that belongs to one file, or to two" {
  put lib/buf.c '#include <cjson/cJSON.h>'
  refused floors 'only lib/jsonread.c may include cjson/cJSON.h'
  put lib/buf.c '#include <yaml.h>'
  refused floors 'only lib/yamlread.c may include yaml.h'
  put lib/buf.c '#include <curl/curl.h>'
  refused floors 'only lib/curlbase.h may include curl/curl.h'
  rm "$LINT_ROOT/lib/buf.c"
  put cmd/cc-one/main.c '#include <curl/multi.h>'
  refused floors 'only lib/curlbase.h may include curl/multi.h'
  put cmd/cc-one/main.c '#include "curlbase.h"'
  refused floors 'only lib/curlbase.c lib/httpget.c lib/httppool.c'
  rm "$LINT_ROOT/cmd/cc-one/main.c"
  put lib/curlbase.h '#include <curl/curl.h>'
  put lib/httpget.c '#include "curlbase.h"'
  put lib/httppool.c '#include "curlbase.h"'
  accepted floors
}

@test "cycles: two modules of a command that include each other" {
  put cmd/cc-one/a.h ''
  put cmd/cc-one/b.h ''
  put cmd/cc-one/a.c '#include "a.h"' '#include "b.h"'
  accepted cycles
  put cmd/cc-one/b.c '#include "a.h"' '#include "b.h"'
  refused cycles 'cmd/cc-one: '
}

# rows N: as many lines of code.
rows() {
  for _ in $(seq "$1"); do
    echo '    one();'
  done
}

@test "ceilings: a function over 60 lines, a file over 400" {
  mapfile -t body < <(rows 57)
  put lib/buf.c 'static int buf_one(void)' '{' "${body[@]}" '}'
  accepted ceilings
  put lib/buf.c '' 'static int buf_one(const char *a,' '                   char b)' '{' "${body[@]}" '}'
  refused ceilings 'lib/buf.c:2: buf_one has 61 lines, over 60'
  mapfile -t body < <(rows 401)
  put cmd/cc-one/main.c "${body[@]}"
  refused ceilings 'cmd/cc-one/main.c:1: 401 lines, over 400'
}

@test "exports: a function that others see and that is not named after its file" {
  put lib/buf.c 'int buf_one(void)' '{' '}' '' 'static int two(void)' '{' '}'
  put lib/schema/view.c 'struct view *schema_view_of(int (*each)(void))' '{' '}'
  put cmd/cc-one/main.c 'int main(void)' '{' '}'
  put cmd/cc-one/chain.c 'int chain_one(void)' '{' '}'
  accepted exports
  put lib/buf.c '__attribute__((format(printf, 1, 2))) int table_one(const char *fmt, ...)' '{' '}'
  refused exports 'lib/buf.c:1: table_one is not static and does not begin with buf_'
  put lib/buf.c ''
  put cmd/cc-one/main.c 'int main_two(void)' '{' '}' '' 'int other(void)' '{' '}'
  refused exports 'cmd/cc-one/main.c:5: other'
}

@test "banned: calls count, comments, texts and other names do not" {
  put lib/buf.c '/* strcpy(a, b) would' '   not do, nor strcat(a, b) */' 'static char a[] = "system(x)"; // atoi(x)' \
    'static char b = '\''"'\''; /* " */' 'int my_strcpy(void); struct tm *gmtime_r(int);'
  accepted banned
  put lib/buf.c '/* one */ int x = atoi(y);'
  refused banned 'lib/buf.c:1: atoi is not used here'
  put lib/buf.c 'int x;' '/* "' '*/ char *c = "/*"; strcpy (c, c);'
  refused banned 'lib/buf.c:3: strcpy'
  put lib/buf.c 'struct tm *t = localtime(&now);'
  refused banned 'localtime'
}

@test "leftovers: notes of what is still to be done" {
  put lib/buf.c '/* mktemp XXXXXX */'
  accepted leftovers
  for word in TO''DO FIX''ME X''XX; do
    put lib/buf.c '' "/* $word: more */"
    refused leftovers 'lib/buf.c:2:'
  done
}
