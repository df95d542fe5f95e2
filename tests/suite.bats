#!/usr/bin/env bats
# tests/run counts what happened, and nothing that goes wrong is lost.
load helper

setup() {
  SUITE=$BATS_TEST_TMPDIR/suite
  mkdir -p "$SUITE/tests/unit" "$SUITE/build/tests/unit"
  cp "$ROOT/tests/run" "$SUITE/tests/run"
  export BUILD=$SUITE/build
  unset CI
}

# unit NAME LINE...: a unit program that is these shell lines.
unit() {
  : >"$SUITE/tests/unit/$1.c"
  printf '%s\n' '#!/bin/sh' "${@:2}" >"$BUILD/tests/unit/$1"
  chmod +x "$BUILD/tests/unit/$1"
}

# file NAME LINE...: a .bats file.
file() {
  printf '%s\n' "${@:2}" >"$SUITE/tests/$1.bats"
}

# suite STATUS LAST-LINE [NAME...]: runs it; the bats inside this one gets none of its settings.
suite() {
  local path
  path=$(tr : '\n' <<<"$PATH" | grep -v /libexec/bats | paste -sd : -)
  run "-$1" env -i PATH="$path" TMPDIR="$BATS_TEST_TMPDIR" BUILD="$BUILD" ${CI:+CI="$CI"} \
    ${AGAIN:+TEST_AGAIN="$AGAIN"} TEST_LIMIT="${LIMIT:-60}" "$SUITE/tests/run" "${@:3}"
  echo "$output"
  [ "${lines[-1]}" = "$2" ]
}

@test "unit programs and files are summed up" {
  unit one 'echo 3 passed, 0 failed'
  file two '@test "a" { true; }' '@test "b" { true; }'
  suite 0 '5 passed, 0 failed'
  suite 0 '3 passed, 0 failed' one
  suite 0 '2 passed, 0 failed' tests/two.bats
  suite 2 'tests/run: there is no test three, only: one two ' one three
}

@test "what fails is counted and shown" {
  unit one 'echo one.c:7: oh' 'echo 3 passed, 2 failed' 'exit 1'
  file two '@test "a" { true; }' '@test "b" { run echo hello; [ "$output" = x ]; }'
  suite 1 '4 passed, 3 failed'
  [[ $output = *'one.c:7: oh'* && $output = *'not ok 2 b'* && $output = *'hello'* ]]
}

@test "a unit program that crashes, checks nothing or is not built has failed" {
  unit one 'kill -SEGV $$'
  unit two 'echo 0 passed, 0 failed'
  : >"$SUITE/tests/unit/three.c"
  unit four 'echo 2 passed, 0 failed' 'exit 1'
  suite 1 '2 passed, 4 failed'
}

@test "a file that cannot be read, has no tests or does not come to its end has failed" {
  file one '@test "a {'
  file two ''
  file three '@test "a" { true; }' '@test "b" { kill -9 $PPID $$; sleep 1; }' '@test "c" { true; }'
  suite 1 '1 passed, 4 failed'
}

@test "a test that hangs is stopped" {
  file one '@test "a" { true; }' '@test "b" { sleep 100; }' '@test "c" { true; }'
  unit two 'exec sleep 100'
  LIMIT=2 suite 1 '1 passed, 3 failed'
  [[ $output = *'took too long; 2 of 3'*'@test "b"'* ]]
}

@test "a skip is a failure in CI, unless the shared folder is absent" {
  file one '@test "a" { skip "specs of the shared folder is not here"; }' '@test "b" { skip "no time"; }' \
    '@test "c" { true; }'
  unit two 'echo "skipped: there is no ../shared/suites"' 'echo 0 passed, 0 failed'
  suite 0 '1 passed, 0 failed, 3 skipped'
  CI=true suite 1 '1 passed, 1 failed, 2 skipped'
  unit two 'echo skipped: no time' 'echo 1 passed, 0 failed'
  CI=true suite 1 '1 passed, 1 failed, 1 skipped' two
}

@test "signals reach what a test starts as they do elsewhere" {
  file one '@test "a" { run bash -c "trap \"exit 7\" INT; kill -INT \$\$; sleep 9"; [ $status = 7 ]; }'
  unit two 'trap "echo 1 passed, 0 failed; exit 0" INT' 'kill -INT $$' 'sleep 9'
  suite 0 '2 passed, 0 failed'
}

@test "what failed beside others is run once more, alone, and both are shown" {
  file one '@test "a" {' '  echo moody' '  rmdir "$BATS_TEST_DIRNAME/once" && return' \
    '  mkdir "$BATS_TEST_DIRNAME/once" && false' '}'
  suite 1 '0 passed, 1 failed'
  rmdir "$SUITE/tests/once"
  AGAIN=1 suite 0 '1 passed, 0 failed'
  [[ $output = *'FAILED one.bats'*'again, alone:'*'ok     one.bats'*'== one.bats, beside others'*moody* ]]
  # What fails twice has failed, and so have more files than that.
  file two '@test "a" { false; }'
  AGAIN=1 suite 1 '0 passed, 1 failed' two
  AGAIN=1 suite 1 '0 passed, 2 failed'
  [[ $output != *again* ]]
}
