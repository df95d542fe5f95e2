# The code in a Markdown file: ```sh blocks are run, ```console blocks give what they show.
#
# A block that cannot be run here stands behind a comment <!-- not run: REASON -->.

# blocks KIND FILE NAME: every ```KIND block of the Markdown file that is not marked, to NAME.1, NAME.2…
blocks() {
  awk -v kind="$1" -v name="$3" '
    /^<!-- not run: .+ -->$/ { marked = 1; next }
    inside && $0 == "```" { inside = 0; close(out); next }
    inside { print > out; next }
    $0 == "```" kind && !marked { inside = 1; out = name "." ++n; printf "" > out; next }
    { marked = 0 }' "$2"
}

# The example and a loopback provider that answers as every provider there is, with two cases.
blocks_setup() {
  cp -R "$ROOT/examples" "$BATS_TEST_TMPDIR/examples"
  cd "$BATS_TEST_TMPDIR" || return
  example_start examples/bookshop.yaml
  local p
  for p in GLM QWEN KIMI LOCAL DEEPSEEK OPENAI; do
    export "CASECRAFT_${p}_BASE_URL=$PROVIDER_URL/v1" "CASECRAFT_${p}_API_KEY=k" "CASECRAFT_${p}_MODEL=cases" \
      "CASECRAFT_${p}_MAX_RETRIES=0"
  done
}

# Prints what was said, but for what has changed since the run before and what a run will ask.
blocks_said() {
  sed -e '/^cc-split: .* operations: .* unchanged$/d' -e '/^casecraft: [0-9,]* operations, /d' "$@"
}

# blocks_run NAME: NAME.1, NAME.2… in order; each prints something, and nothing on stderr.
blocks_run() {
  local i
  for i in $(seq 1 50); do
    [ -e "$1.$i" ] || break
    echo "$1.$i:" && cat "$1.$i"
    bash -e -o pipefail "$1.$i" >"shown.$i" 2>stderr || { cat "shown.$i" stderr; return 1; }
    diff /dev/null <(blocks_said stderr)
    [ -s "shown.$i" ] || grep -q '401' "$1.$i"
  done
}
