# casecraft doctor: what is not well, and what to do.
# shellcheck disable=SC2154 # stderr is set by run --separate-stderr
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  provider_start
  export CASECRAFT_TEST_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_TEST_MODEL=default
}

teardown() {
  provider_stop
}

@test "all is well: 0, one line for each, nothing on stderr" {
  casecraft generate "$ROOT/examples/bookshop.yaml" --provider builtin -o out -q
  run -0 --separate-stderr casecraft doctor -p test,builtin out
  [ -z "$stderr" ]
  run ! grep -v '^ok    ' <<<"$output"
  run -0 casecraft doctor -p test,builtin out
  [[ $output = "ok    casecraft $(cat "$ROOT/VERSION"), in "* ]]
  grep -q '^ok    jq-' <<<"$output"
  grep -qxE "ok    test: default, $PROVIDER_URL/v1, [0-9]+ ms" <<<"$output"
  grep -qx 'ok    builtin: builtin' <<<"$output"
  grep -qxF "ok    slots: $CASECRAFT_SLOT_DIR" <<<"$output"
  grep -qx 'ok    out: 12 operations' <<<"$output"
}

@test "without jq it is jq that is not well, and what would need it is not judged" {
  casecraft generate "$ROOT/examples/bookshop.yaml" --provider builtin -o out -q
  mkdir bin
  local name
  for name in sh awk sed grep tr ls id ldd flock mktemp rm cat head wc dirname readlink; do
    ln -s "$(command -v "$name")" bin
  done
  run -4 --separate-stderr env PATH="$PWD/bin" "$BIN/casecraft" doctor -p builtin out
  [ "$(grep ^BAD <<<"$output")" = 'BAD   jq is missing: demo, show and export need it (install the package jq)' ]
}

@test "options in every spelling, and a directory whose name is odd" {
  casecraft generate "$ROOT/examples/bookshop.yaml" --provider builtin -o -odd -q
  casecraft doctor -p test -- -odd | sed 's/, [0-9]* ms$//' >want
  grep -qx 'ok    ./-odd: 12 operations' want
  for option in -ptest --provider=test --providers=test '--provider test' '--providers test'; do
    # shellcheck disable=SC2086
    casecraft doctor $option -- -odd | sed 's/, [0-9]* ms$//' | diff want -
  done
}

@test "a directory of the slots that cannot be made" {
  CASECRAFT_SLOT_DIR=/nowhere/slots run -4 --separate-stderr casecraft doctor -p builtin
  grep -qx 'BAD   slots: /nowhere/slots cannot be made in /nowhere: set CASECRAFT_SLOT_DIR' <<<"$output"
}

@test "what is not well: all at once, with what to do, and 4" {
  mkdir -p out/.casecraft
  echo '{' >out/.casecraft/state.json
  printf '%s\n' CASECRAFT_GLM_API_KEY=secret CASECRAFT_GLM_WORKERS=many CASECRAFT_QWEN_API_KEY=secret CASECRAFT_QWEN_TIMEOUT=x \
    CASECRAFT_DOWN_BASE_URL=http://127.0.0.1:9 CASECRAFT_DOWN_MODEL=$'m\u009b\u202e' >.env
  chmod 644 .env
  run -4 --separate-stderr casecraft doctor -p glm,qwen,down,kimi out
  local said=$output
  grep -q '^note  .env can be read by others: chmod 600 .env' <<<"$said"
  grep -q '^BAD   glm: config' <<<"$said"
  grep -q '^BAD   qwen: config' <<<"$said"
  grep -q '^BAD   down: m?????, http://127.0.0.1:9, network' <<<"$said"
  for word in CASECRAFT_GLM_WORKERS CASECRAFT_QWEN_TIMEOUT CASECRAFT_KIMI_API_KEY CASECRAFT_DOWN_BASE_URL; do
    grep -q "^      .*$word" <<<"$said"
  done
  grep -q '^BAD   out/.casecraft/state.json cannot be understood' <<<"$said"
  run ! grep secret <<<"$said"
  rm -rf "$CASECRAFT_SLOT_DIR"
  run -0 casecraft doctor -p builtin
  grep -qxF "ok    slots: $CASECRAFT_SLOT_DIR, which is made when it is needed" <<<"$output"
  mkdir -m 755 "$CASECRAFT_SLOT_DIR"
  run -4 casecraft doctor -p builtin
  grep -q "^BAD   slots: $CASECRAFT_SLOT_DIR is open to others: chmod 700" <<<"$output"
}

@test "what is missing: a provider, a state, jq, flock, a place to write" {
  unset CASECRAFT_TEST_BASE_URL CASECRAFT_TEST_MODEL
  mkdir bin out
  for name in cc-split cc-assign cc-call cc-fallback cc-merge cc-stats sh sed ls id readlink dirname tr grep cat git; do
    ln -s "$(command -v $name)" bin
  done
  run -4 --separate-stderr env PATH="$PWD/bin" TMPDIR=/nowhere "$BIN/casecraft" doctor out
  grep -q '^BAD   jq is missing' <<<"$output"
  grep -q '^note  flock is missing' <<<"$output"
  grep -q '^BAD   cannot write to /nowhere: set TMPDIR' <<<"$output"
  grep -q '^note  no provider is set up: casecraft init' <<<"$output"
  grep -q '^note  out has no state' <<<"$output"
  run -0 casecraft doctor
  run -2 casecraft doctor a b
  run -2 casecraft doctor --odd
}

@test "operations that failed, answers that wait, and a key under version control" {
  local spec=$ROOT/examples/bookshop.yaml
  CASECRAFT_TEST_MODEL='cases;times=3;then;status=401' run -1 casecraft generate "$spec" --provider test -o out -q
  git init -q . && touch .env && chmod 600 .env && git add -f .env
  # What a folder that comes from elsewhere would have git run.
  git config core.fsmonitor "touch '$PWD/ran'; false"
  run -4 casecraft doctor -p builtin out
  casecraft init --provider builtin --yes
  [ ! -e ran ]
  grep -qx 'note  out: 12 operations, of which 9 failed: generate asks for them again' <<<"$output"
  grep -q '^note  out/.casecraft/ledger.ndjson holds answers' <<<"$output"
  grep -q '^BAD   .env is under version control' <<<"$output"
}

@test "a .env that cannot be read is not well, and one with odd lines is told of" {
  local text why
  while IFS='|' read -r text why; do
    printf "$text\n" >.env
    chmod 600 .env
    run -4 --separate-stderr casecraft doctor -p builtin
    [ "$(grep -v '^ok ' <<<"$output")" = "BAD   $why
note  providers are not tried: their settings cannot be read" ]
    run ! grep -F '.env' <<<"$(grep '^ok ' <<<"$output")"
  done <<'END'
CASECRAFT_GLM_API_KEY="sk-1|.env:1: the closing quote is missing
A=b\nCASECRAFT|.env:2: NAME=VALUE is expected
\0|.env is not text
END
  printf '%s\n' FOO=bar junk CASECRAFT_GLM_MODLE=x >.env
  run -0 casecraft doctor -p builtin,test
  [ "$(grep -v '^ok ' <<<"$output")" = 'note  .env:2: this line is no NAME=VALUE, and is passed over
note  .env: CASECRAFT_GLM_MODLE is no setting: CASECRAFT_GLM_MODEL may be meant' ]
  # Not beneath one that is not well, again.
  run -4 casecraft doctor -p glm
  [ "$(grep -c MODLE <<<"$output")" = 1 ]
  grep -q '^      .*CASECRAFT_GLM_API_KEY' <<<"$output"
}

@test "who takes over, and cannot" {
  echo CASECRAFT_FALLBACK_CHAIN=kimmi,builtin >.env
  chmod 600 .env
  run -0 casecraft doctor -p builtin,test
  [[ $(grep -v '^ok ' <<<"$output") = 'note  CASECRAFT_FALLBACK_CHAIN: provider kimmi is not known; did you mean kimi?'* ]]
  echo CASECRAFT_FALLBACK_ENABLED=True >>.env
  run -4 casecraft doctor -p builtin
  [ "$(grep -v '^ok ' <<<"$output")" = 'BAD   CASECRAFT_FALLBACK_ENABLED must be true or false, not "True"' ]
}

@test "config: what holds and where it comes from, without a key" {
  echo 'CASECRAFT_GLM_API_KEY=secret' >.env
  run -0 --separate-stderr casecraft config -p glm -j 7
  diff <(cc-call --print-config -p glm -j 7) - <<<"$output"
  [[ $output = *CASECRAFT_GLM_API_KEY*.env* && $output = *7* && $output != *secret* ]]
  run -2 casecraft config --odd
}

@test "every shell says the same" {
  casecraft doctor -p builtin >want
  local shell
  for shell in dash 'busybox sh' bash; do
    ! command -v "${shell%% *}" >/dev/null || $shell "$BUILD/libexec/casecraft/casecraft-doctor" -p builtin | diff want -
  done
}
