# casecraft generate: what it says it will ask and cost, before the first call.
# shellcheck disable=SC2154 # stderr is set by run --separate-stderr
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  example=$ROOT/examples/bookshop.yaml
  provider_start
  local p
  for p in GLM QWEN ODD; do
    export "CASECRAFT_${p}_BASE_URL=$PROVIDER_URL/v1" "CASECRAFT_${p}_API_KEY=k"
  done
  export CASECRAFT_ODD_MODEL=cases
}

teardown() {
  provider_stop
}

# foretold: the line of stderr.
foretold() {
  grep '^casecraft: [0-9]' <<<"$stderr"
}

@test "operations, who gets how many, calls, tokens and cost" {
  run --separate-stderr casecraft generate "$example" -p glm:2,qwen -o out
  [[ $(foretold) =~ ^'casecraft: 12 operations, 0 unchanged; glm 8 (1 worker), qwen 4 (3 workers); 12 calls, about '[0-9]+,[0-9]+' tokens, about 0.0'[0-9]' USD'$ ]]
  run --separate-stderr casecraft generate "$example" -p glm,odd -j 5 -o other
  [[ $(foretold) = *'; glm 6 (5 workers), odd 6 (5 workers); 12 calls, '*', price unknown' ]]
  LC_ALL=zh_CN.UTF-8 run --separate-stderr casecraft generate "$example" -p glm -o third
  grep -qE '^casecraft: 12 个接口操作，0 个未变；glm 12 \(1 个并发\)；12 次调用，约 [0-9,]+ 个 token，约 0.0[0-9] USD$' <<<"$stderr"
  # What has not changed is not asked for, and builtin is no call.
  rm -r out
  casecraft generate "$example" --provider builtin -o out -q --include-tag orders
  run --separate-stderr casecraft generate "$example" -p odd -m 'tag=account:builtin' -o out
  [[ $(foretold) = 'casecraft: 12 operations, 4 unchanged; '*'builtin 1; 7 calls, about '*' tokens, price unknown' ]]
}

@test "one operation, one call" {
  run -0 --separate-stderr casecraft generate "$example" --provider odd -o out --include-path /books --include-method GET
  [[ $(foretold) =~ ^'casecraft: 1 operation, 0 unchanged; odd 1 (1 worker); 1 call, about ' ]]
}

@test "no line where nobody is asked, and none with -q" {
  run -0 --separate-stderr casecraft generate "$example" --provider builtin -o out
  [ -z "$stderr" ]
  run -0 --separate-stderr casecraft generate "$example" --provider odd -o out
  [[ $stderr = *' 12 unchanged'* ]]
  run ! foretold
  run -0 --separate-stderr casecraft generate "$example" --provider odd -o new -q
  [ -z "$stderr" ]
}

@test "--max-cost stops before the first call, and where a price is not known" {
  run -4 --separate-stderr casecraft generate "$example" -p glm,qwen -o out --max-cost 0.01
  [[ $stderr = *'casecraft: nobody was asked: it may cost more than 0.01'* ]]
  run -4 --separate-stderr casecraft generate "$example" -p odd -o out --max-cost 9 -q
  [[ $stderr = 'casecraft: nobody was asked: '* ]]
  stat_is .requests 0
  [ ! -e out ]
  run -4 --separate-stderr casecraft generate "$example" -p glm,qwen -o out --max-cost 0.01 --dry-run
  run -0 --separate-stderr casecraft generate "$example" -p glm,qwen -o out --max-cost 9 --dry-run
  run -0 --separate-stderr casecraft generate "$example" --provider builtin -o out --max-cost 0
  run -2 casecraft generate "$example" -p glm -o out --max-cost much
}

@test "a description is fetched once, and the choice of random is what was told" {
  mkdir scripts
  cp "$example" scripts/api.yaml
  echo 'body-file api.yaml' >scripts/api.yaml.script
  provider_stop
  provider_start -s scripts
  export CASECRAFT_ODD_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_EVEN_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_EVEN_MODEL=cases
  run -0 --separate-stderr casecraft generate "$PROVIDER_URL/api.yaml" -p odd,even -s random -o out
  [ "$(provider_stat '.scripts["api.yaml"].requests')" = 1 ]
  local said
  said=$(foretold)
  for name in odd even; do
    n=$(jq "[.endpoints[] | select(.provider == \"$name\")] | length" out/.casecraft/state.json)
    [ "$n" = 0 ] || [[ $said = *"$name $n (1 worker)"* ]]
  done
}

@test "without jq the line is missed, and where anybody is asked that is told" {
  mkdir bin
  local name
  for name in sh sed tr mktemp rm mkdir rmdir sort cksum grep flock cat; do
    ln -s "$(command -v "$name")" bin
  done
  run -0 --separate-stderr env PATH="$PWD/bin" "$BIN/casecraft" generate "$example" -p odd -o out
  [ "$stderr" = 'casecraft: jq is missing: what will be asked is not told' ]
  run -0 --separate-stderr env PATH="$PWD/bin" "$BIN/casecraft" generate "$example" -p builtin -o derived
  [ -z "$stderr" ]
}
