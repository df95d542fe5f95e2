#!/usr/bin/env bats
# docs/*.md and the other documents say what is so.
load helper
load blocks

setup() {
  blocks_setup
}

teardown() {
  provider_stop
}

@test "every sh block of docs runs, without a word on stderr" {
  local file
  for file in "$ROOT"/docs/*.md; do
    rm -f block.*
    echo "$file"
    blocks sh "$file" block
    blocks_run block
  done
}

@test "the Chinese README has the same blocks" {
  local kind
  for kind in sh console; do
    blocks "$kind" "$ROOT/README.md" english
    blocks "$kind" "$ROOT/README.zh-CN.md" chinese
    [ -e english.1 ]
    # Comments are words, and words are Chinese there.
    diff <(cat english.* | sed 's/ *#.*//') <(cat chinese.* | sed 's/ *#.*//')
    rm english.* chinese.*
  done
  diff <(grep -c '^## ' "$ROOT/README.md") <(grep -c '^## ' "$ROOT/README.zh-CN.md")
  # The table of providers: name, model, workers.  The table of figures: the numbers.
  rows() {
    awk -F ' *\\| *' '/^\| `[a-z]+`[^|]*\| / && NF == 6 { sub(/`[^`]*$/, "`", $2); print $2, $4, $5 }' "$1"
    awk -F ' *\\| *' '/^\| / && NF == 7 { print $3, $5, $6 }' "$1" | grep '[0-9]'
  }
  rows "$ROOT/README.md" >english
  [ "$(wc -l <english)" -gt 14 ]
  diff english <(rows "$ROOT/README.zh-CN.md")
}

@test "files and targets that the documents name are there" {
  local name file
  for file in "$ROOT"/docs/*.md "$ROOT"/{CONTRIBUTING,SECURITY,README.zh-CN}.md; do
    grep -oE '`(lib|cmd|tests|share|docs|examples|man)/[A-Za-z0-9_./-]*`' "$file" | tr -d '`' | sort -u >names || true
    while read -r name; do
      [[ $name == *NAME* ]] || [ -e "$ROOT/$name" ] || { echo "$file names $name"; return 1; }
    done <names
    grep -oE '`make [a-z-]+`' "$file" | tr -d '`' | sort -u >targets || true
    while read -r _ name; do
      grep -qE "^([a-z -]+ )*$name( [a-z -]+)*:" "$ROOT/Makefile" || { echo "$file: no target $name"; return 1; }
    done <targets
  done
}

@test "options that the documents name are options" {
  local command file option
  for command in "$BIN"/cc-*; do "$command" --list-options | cut -f 1; done >options
  for command in $(casecraft --list-commands | cut -f 1); do casecraft "$command" --list-options | cut -f 1; done >>options
  for file in "$ROOT"/docs/providers.md "$ROOT"/{CONTRIBUTING,SECURITY}.md; do
    grep -oE -- '`[^`]*--[a-z-]+' "$file" | grep -oE -- '--[a-z-]+$' | sort -u >names || true
    while read -r option; do
      grep -qx -e "$option" options || { echo "$file names $option"; return 1; }
    done <names
  done
  # Of the table of flags, the right side.
  sed -n '/^## Commands and flags/,/^## /p' "$ROOT/docs/migrating-from-casecraft.md" | awk -F '|' '/^\|/ { print $3 }' |
    grep -oE -- '--[a-z][a-z-]+' | sort -u >names
  [ "$(wc -l <names)" -ge 8 ]
  while read -r option; do
    grep -qx -e "$option" options || { echo "migrating names $option"; return 1; }
  done <names
}

@test "the classes of docs/providers.md are those of casecraft(7)" {
  sed -n 's/^\.It \([a-z]*\) Ta \([0-9n]\) Ta \(yes\|no\) Ta .*/\1 \2 \3/p' "$ROOT/man/casecraft.7" |
    sed 's/ 0 / no /; s/ 1 / once /; s/ 2 / twice /; s/ n / yes /' >page
  awk -F ' *\\| *' '/^\| `[a-z]*` \|/ && NF == 7 { gsub(/`/, "", $2); print $2, $4, $5 }' "$ROOT/docs/providers.md" >table
  [ -s page ]
  diff page table
}

@test "settings that the documents name are those of the pages" {
  local name
  # One of a provider stands there as that of P.
  grep -ohE 'CASECRAFT_[A-Z_]*[A-Z]' "$ROOT"/man/{casecraft.7,cc-providers.5,cc-call.1} | sort -u >known
  awk -F '|' '/^\|/ { print $3 } !/^\|/' "$ROOT/docs/migrating-from-casecraft.md" | cat - "$ROOT/docs/providers.md" |
    grep -oE 'CASECRAFT_[A-Z_]*[A-Z]' | sed -E 's/_(GLM|QWEN|KIMI|LOCAL|DEEPSEEK|OPENAI|NAME)_/_P_/' | grep -vx CASECRAFT_P |
    sort -u >names
  [ "$(wc -l <names)" -ge 8 ]
  while read -r name; do
    grep -qx "$name" known || { echo "$name is no setting"; return 1; }
  done <names
}

@test "a directory and an .env of the older tool go on" {
  mkdir work && cd work
  cat >.env <<END
# as it wrote them
export CASECRAFT_PROVIDER="glm"   # the only one
CASECRAFT_GLM_MODEL='cases'
CASECRAFT_GLM_API_KEY=k
CASECRAFT_GLM_BASE_URL=$PROVIDER_URL/v1
CASECRAFT_GLM_MAX_WORKERS=2
CASECRAFT_GLM_MAX_RETRIES=0
CASECRAFT_GLM_RETRY_BASE_WAIT=2.0
CASECRAFT_LLM_THINK=false
CASECRAFT_OUTPUT_DIRECTORY=test_cases
END
  unset "${!CASECRAFT_GLM_@}"
  cat >.casecraft_state.json <<'END'
{"version":"1.0","config":null,"endpoints":{"GET:/books":{"definition_hash":"60e49636ca361494355a602a6c48e69f",
"last_generated":"2025-08-13T18:30:05.123456","test_cases_count":17,"output_file":"test_cases/get_books_20250813_183005.json",
"provider_used":"qwen","tokens_used":3500}},"statistics":{"total_endpoints":1,"generated_count":1,"skipped_count":0,
"failed_count":0,"last_run_duration":12.5}}
END
  mkdir test_cases
  echo '{"endpoint_id":"GET:/books","test_cases":[]}' >test_cases/get_books_20250813_183005.json
  cp .casecraft_state.json before
  run -0 --separate-stderr casecraft generate ../examples/bookshop.yaml
  [[ $stderr == *1.0* ]]
  stat_is .requests 12
  [ -e test_cases/get_books.json ] && [ -e test_cases/get_books_20250813_183005.json ]
  cmp before .casecraft_state.json
  jq -e '.version == "2.0" and (.endpoints | length) == 12' test_cases/.casecraft/state.json
  # From now on only what changes.
  casecraft generate ../examples/bookshop.yaml
  stat_is .requests 12
}
