# Loaded by the files that test cc-split: where they stand, and verbs for descriptions and records.

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  specs=$SHARED/specs
  fixture=$FIXTURES/split
}

# split CODE SPEC [OPTION...]: the records are in `out`, the messages in `err`.
split() {
  local want=$1 spec=$2 got=0
  shift 2
  timeout 120 cc-split "$@" "$spec" >out 2>err || got=$?
  [ "$got" -eq "$want" ] || { echo "cc-split $* $spec: exit code $got, not $want"; cat err; return 1; }
}

# document TYPE PATHS [REST]: a small description in YAML, in `spec.yaml`; TYPE is the line of its version.
document() {
  printf '%s\ninfo: {title: T, version: "1"}\npaths:\n%s\n%s\n' "$1" "$2" "${3:-}" >spec.yaml
}

# check FILTER [FILE]: the jq filter is true of the records, taken as one array.
check() {
  jq -es "$1" "${2:-out}" >check.out || { echo "not so: $1"; cat "${2:-out}"; return 1; }
}

# same WHAT FILTER FILE FILE: the filter gives the same of both.
same() {
  jq -S "$2" "$3" >same.1
  jq -S "$2" "$4" >same.2
  diff same.1 same.2 || { echo "$1 differs between $3 and $4"; return 1; }
}

# sound OPERATIONS [FILE]: every record is what cc-record(5) says, and there are so many.  Of more than a
# hundred only every tenth is held against the schema.
sound() {
  local file=${2:-out} step=$(($1 > 100 ? 10 : 1))
  { jq -nr --argjson operations "$1" -f "$fixture/record.jq" "$file"
    awk -v step=$step 'NR % step == 0' "$file" |
      jq -r --slurpfile schema "$ROOT/share/casecraft/record.schema.json" -f "$fixture/validate.jq"
    [ "$(wc -l <"$file")" -eq "$1" ] || echo "$(wc -l <"$file") records, not $1"
  } >sound.out 2>&1
  [ ! -s sound.out ] || { head -20 sound.out; return 1; }
}

# shape FILTER VALUE: the filter gives this of the records, as one line of JSON.
shape() {
  local got
  got=$(jq -cs "$1" out)
  [ "$got" = "$2" ] || { printf 'of %s\ncame %s\nnot  %s\n' "$1" "$got" "$2"; return 1; }
}

# warned LINE...: these lines are on stderr, each once.
warned() {
  local line
  for line; do
    [ "$(grep -cxF "cc-split: warning: $line" err)" -eq 1 ] || { echo "no warning: $line"; cat err; return 1; }
  done
}
