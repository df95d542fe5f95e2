# README says what is so: its sh blocks are run, its console blocks give what they show.
#
# A block that cannot be run here stands behind a comment <!-- not run: REASON -->.
load helper

setup() {
  README=$ROOT/README.md
  cp -R "$ROOT/examples" "$BATS_TEST_TMPDIR/examples"
  cd "$BATS_TEST_TMPDIR"
  example_start examples/bookshop.yaml
  # Whoever is asked, the loopback provider answers, with two cases.
  local p
  for p in GLM QWEN KIMI LOCAL DEEPSEEK OPENAI; do
    export "CASECRAFT_${p}_BASE_URL=$PROVIDER_URL/v1" "CASECRAFT_${p}_API_KEY=k" "CASECRAFT_${p}_MODEL=cases"
  done
}

teardown() {
  provider_stop
}

# blocks KIND FILE: every ```KIND block that is not marked, to FILE.1, FILE.2…
blocks() {
  awk -v kind="$1" -v file="$2" '
    /^<!-- not run: .+ -->$/ { marked = 1; next }
    inside && $0 == "```" { inside = 0; close(out); next }
    inside { print > out; next }
    $0 == "```" kind && !marked { inside = 1; out = file "." ++n; printf "" > out; next }
    { marked = 0 }' "$README"
}

# Times and the columns they move are another story in every run.
mask() {
  sed -E 's/[0-9.]+ ?(ms|s)\b/T/g; s/ +/ /g' "$@"
}

# Prints what was said, but for what has changed since the run before and what a run will ask.
words() {
  sed -e '/^cc-split: .* operations: .* unchanged$/d' -e '/^casecraft: [0-9,]* operations, /d' "$@"
}

@test "every sh block runs, in order, without a word on stderr" {
  blocks sh block
  [ -e block.5 ]
  local i
  for i in $(seq 1 50); do
    [ -e "block.$i" ] || break
    echo "block $i:" && cat "block.$i"
    bash -e -o pipefail "block.$i" >"shown.$i" 2>stderr
    diff /dev/null <(words stderr)
    [ -s "shown.$i" ] || grep -q '401' "block.$i"
  done
}

@test "every console block shows what its commands print" {
  blocks console run
  [ -e run.1 ]
  local file line
  for file in run.*; do
    while IFS= read -r line; do
      printf '%s\n' "$line"
      bash -o pipefail -c "${line#\$ }"
    done < <(grep '^\$ ' "$file") >got
    diff -u <(mask "$file") <(mask got)
  done
}

@test "what is not run is known where it is done" {
  # The blocks that are marked, and no other.
  [ "$(grep -c '^<!-- not run: ' "$README")" -eq 2 ]
  for word in demo test; do
    grep -q "^\./bootstrap $word" "$README"
    "$ROOT/bootstrap" --help | grep -q "\./bootstrap $word "
  done
  [ "$(grep -m 1 -n '^```sh' "$README" | cut -d : -f 1)" -lt 10 ]
  grep -q '^make install PREFIX=' "$README"
  grep -q '^install: ' "$ROOT/Makefile"
}

@test "the targets of make that it names are there" {
  local target
  grep -oE '`make [a-z]+`' "$README" | tr -d '`' | sort -u >targets
  [ -s targets ]
  while read -r _ target; do
    grep -qE "^([a-z]+ )*$target( [a-z]+)*:" "$ROOT/Makefile" || { echo "no target $target"; return 1; }
  done <targets
}

@test "the files and folders that it names are there" {
  local name
  for name in .env.example examples share/casecraft man CHANGELOG.md LICENSE; do
    grep -q "\`$name/\?\`" "$README"
    [ -e "$ROOT/$name" ]
  done
  grep -q "^## \[$(cat "$ROOT/VERSION")\]" "$ROOT/CHANGELOG.md"
}

@test "its table of providers is that of the program" {
  tr -d '\n' <"$ROOT/lib/vendor.c" |
    grep -oE '\.(name|model|workers) = ("[^"]*"|[0-9]+)' | sed -E 's/.* = //; s/"//g' | paste - - - |
    awk -F '\t' '$1 != "" && !seen[$1]++ { print $1, ($1 == "builtin" ? "" : $2), $3 }' | sort >rows
  [ "$(wc -l <rows)" -ge 7 ]
  sed -n '/^## Providers/,/^## Recipes/p' "$README" |
    awk -F ' *\\| *' '/^\| `/ { gsub(/`/, "", $2); print $2, $4, $5 }' | sort >table
  diff rows table
  # What is to be set is what the program asks for.
  local name
  for name in glm qwen kimi deepseek openai; do
    grep -q "^| \`$name\` | \`CASECRAFT_${name^^}_API_KEY\` |" "$README"
    run -4 --separate-stderr env "CASECRAFT_${name^^}_API_KEY=" cc-assign -p "$name" </dev/null
    [[ $stderr = *"CASECRAFT_${name^^}_API_KEY is not set"* ]]
  done
}
