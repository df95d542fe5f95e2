# README says what is so.
load helper
load blocks

setup() {
  README=$ROOT/README.md
  blocks_setup
}

teardown() {
  provider_stop
}

# Times and the columns they move are another story in every run.
mask() {
  sed -E 's/(about|under) //; s/[0-9.]+ ?(ms|s)\b/T/g; s/ +/ /g' "$@"
}

@test "every sh block runs, in order, without a word on stderr" {
  blocks sh "$README" block
  [ -e block.5 ]
  blocks_run block
}

@test "every console block shows what its commands print" {
  blocks console "$README" run
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
