# Loaded by every .bats file: where the build is, and verbs the tests share.
bats_require_minimum_version 1.5.0

ROOT=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
BUILD=${BUILD:-$ROOT/build}
BIN=$BUILD/bin
PROVIDER_BIN=$BUILD/tests/provider/provider
FIXTURES=$ROOT/tests/fixtures
SHARED=${SHARED:-$ROOT/../shared}
export PATH="$BIN:$PATH" SHARED
# Nothing of the person who runs the tests reaches a command under test.
unset "${!CASECRAFT_@}"
export CASECRAFT_SLOT_DIR="${BATS_TEST_TMPDIR:-/tmp}/slots"
export HOME="${BATS_TEST_TMPDIR:-/tmp}" XDG_CONFIG_HOME="${BATS_TEST_TMPDIR:-/tmp}/config"
export LC_ALL=C.UTF-8 SOURCE_DATE_EPOCH=1700000000
unset http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY

# A test that reads other people's descriptions is skipped only where they are not there.
need_shared() {
  [ -d "$SHARED/$1" ] || skip "$1 of the shared folder is not here"
}

# provider_start [ARG...]: the loopback provider; sets PROVIDER_URL and PROVIDER_PID.
provider_start() {
  local out="$BATS_TEST_TMPDIR/provider.$RANDOM"
  interruptible "$PROVIDER_BIN" "$@" >"$out" 2>"$out.err" 3>&- &
  PROVIDER_PID=$!
  local i port=
  for i in $(seq 1 200); do
    read -r port <"$out" && [ -n "$port" ] && break
    sleep 0.02
  done
  [ -n "$port" ] || { echo "the loopback provider did not start"; cat "$out.err"; return 1; }
  PROVIDER_URL="http://127.0.0.1:$port"
}

# example_start FILE: the loopback provider, where FILE stands at /openapi.yaml, as https://api.example.com too
# for whatever cc-split fetches.
example_start() {
  mkdir scripts libexec
  cp "$1" scripts/openapi.yaml
  echo 'body-file openapi.yaml' >scripts/openapi.yaml.script
  provider_start -s scripts
  printf '%s\n' '#!/bin/sh' 'shift 2' "while read -r url; do echo \"$PROVIDER_URL\${url#https://api.example.com}\"; done |" \
    "  exec '$BUILD/libexec/casecraft/cc-fetch' --origin '$PROVIDER_URL' \"\$@\"" >libexec/cc-fetch
  chmod +x libexec/cc-fetch
  export CASECRAFT_LIBEXECDIR=$PWD/libexec
}

provider_stop() {
  [ -z "${PROVIDER_PID:-}" ] || kill "$PROVIDER_PID" 2>/dev/null || true
  PROVIDER_PID=
}

# provider_stat FILTER: a figure of what the loopback provider saw, by a jq filter.
provider_stat() {
  curl -s "$PROVIDER_URL/__stats" | jq -r "$1"
}

# requests: how many it saw.
requests() {
  provider_stat .requests
}

# stat_is FILTER VALUE: whether that figure is so.
stat_is() {
  [ "$(provider_stat "$1")" = "$2" ]
}

# until_true COMMAND...: waits up to ten seconds for it.
until_true() {
  local _
  for _ in $(seq 1 500); do
    ! "$@" || return 0
    sleep 0.02
  done
  echo "never so: $*"
  return 1
}

# killed COMMAND...: in a process group of its own, in the background; its leader is GROUP.
killed() {
  rm -f group
  bash -c 'set -m; "$@" >report 2>err & echo $! >group; wait $!' - "$@" 3>&- &
  until_true test -s group
  GROUP=$(cat group)
}

# interruptible COMMAND... &: in the background, where a script's SIGINT is ignored, with SIGINT all the same.
interruptible() {
  exec env --default-signal=INT "$@"
}

# gone: none of GROUP is left.
gone() {
  ! kill -0 -- "-$GROUP" 2>/dev/null
}

# cut_off DIR: makes it what kill -9 leaves of a first run: documents, and a ledger with three answers of two operations,
# the last torn.
cut_off() {
  rm -f "$1"/.casecraft/*
  printf '{"key":"xxh128:%s","id":"%s","reply":{"content":"x"}}\n' 1 'GET /a' 2 'POST /a' 3 'GET /a' >"$1/.casecraft/ledger.ndjson"
  printf '{"key":"xxh1' >>"$1/.casecraft/ledger.ndjson"
}

# check FILTER [FILE]: the filter is true of the records in the file (out), taken as one array.
check() {
  jq -es "$1" "${2:-out}" >check.out || { echo "not so: $1"; head -c 3000 "${2:-out}"; return 1; }
}

# files DIR: how many documents.
files() {
  find "$1" -name '*.json' -not -path '*/.casecraft/*' | wc -l
}

# has_lines FILE COUNT: whether the file is there and has so many lines at least.
has_lines() {
  [ -e "$1" ] && [ "$(wc -l <"$1")" -ge "$2" ]
}
