# casecraft: what it makes of a person's words.
# shellcheck disable=SC2154 # stderr is set by run --separate-stderr
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  example=$ROOT/examples/bookshop.yaml
}

teardown() {
  provider_stop
}

# own_copy DIR: casecraft alone, without the six commands, in DIR.
own_copy() {
  mkdir -p "$1/bin" "$1/libexec/casecraft"
  cp "$BIN/casecraft" "$1/bin"
  cp "$BUILD"/libexec/casecraft/{casecraft-*,*.sh} "$1/libexec/casecraft"
}

# stages: a casecraft of its own, fake/casecraft, among commands that write down what they were given and end with
# the code that stands in CODES, in the order of the pipeline.
stages() {
  local name
  own_copy fake
  ln -s bin/casecraft fake/casecraft
  for name in split assign call fallback merge stats; do
    cat >fake/bin/cc-$name <<'END'
#!/bin/sh
name=${0##*/cc-}
for word in "$@"; do
  case $word in
    --print-config) printf 'CASECRAFT_PROVIDERS: "%s" # environment\n' "${CASECRAFT_PROVIDERS:-}" ;;
    --recipe=*) printf '%s\n' "$word" >got.recipe ;;
    *) printf '%s: <%s>\n' "$name" "$word" >>"got.$name.new" ;;
  esac
done
touch "got.$name.new"
mv "got.$name.new" "got.$name"
if [ "$name" = split ]; then echo '{}'; else cat >/dev/null; fi
n=1
for stage in split assign call fallback merge stats; do
  if [ $stage = "$name" ]; then
    code=$(echo "$CODES" | cut -d' ' -f$n)
  fi
  n=$((n + 1))
done
[ "${code:-0}" -le 128 ] || kill -s "$((code - 128))" $$
exit "${code:-0}"
END
    chmod +x fake/bin/cc-$name
  done
}

# given STAGE WORD...: what a stage was given, to the word, but for the shell that notes the process of cc-fallback's
# child; the recipe is in got.recipe.
given() {
  local stage=$1
  shift
  { [ $# = 0 ] || printf "$stage: <%s>\n" "$@"; } |
    diff - <(sed '/^fallback: <sh>$/,/^fallback: <.*\/casecraft\.[A-Za-z0-9]*>$/d' "got.$stage")
}

shells() {
  local shell
  for shell in dash bash 'bash --posix' 'busybox sh' ksh mksh yash; do
    ! command -v "${shell%% *}" >/dev/null || echo "$shell"
  done
}

@test "0: all went well" {
  run -0 --separate-stderr casecraft generate "$example" --provider builtin -o out
  [ "$(files out)" = 12 ]
  [ -z "$stderr" ]
  [[ "$output" = *12* ]]
}

@test "1: some operations failed, the others are written" {
  provider_start
  export CASECRAFT_A_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_A_MODEL='status=401'
  run -1 --separate-stderr casecraft generate "$example" -p a,builtin -o out
  [ "$(files out)" = 6 ]
  [[ "$output" = *auth* ]]
}

@test "2: wrong usage, by us or by a stage, and nothing is written" {
  for args in '' 'produce' '../generate' 'words.sh' 'help produce' 'generate' 'generate a --nonsense' 'generate a -z' 'generate a -o' \
    'generate a --output' 'generate a --output=' 'generate a --force=1' 'generate a --webhooks=yes' 'generate a --quiet=1' 'generate a --dry-run=1' 'generate a/b.yaml c/b.json' 'generate -- - stdin' 'generate http://x/ api?x' 'demo out' 'demo -z'; do
    # shellcheck disable=SC2086
    run -2 --separate-stderr casecraft $args
    [ -z "$output" ]
    [[ "$stderr" = casecraft:*$'\n'*' --help tells more' ]]
  done
  run -2 --separate-stderr casecraft -v generate "$example"
  [ "${stderr_lines[0]}" = 'casecraft: unknown option -v: those of a command stand behind it' ]
  for args in cleanup=clean gen=generate exports=export produce= c/lean=; do
    run -2 --separate-stderr casecraft "${args%=*}"
    [ "${stderr_lines[0]}" = "casecraft: unknown command ${args%=*}$([ -z "${args#*=}" ] || echo "; did you mean ${args#*=}?")" ]
  done
  run -2 --separate-stderr casecraft generate '' --provider builtin
  [[ "$stderr" = 'casecraft: which API description?'* ]]
  for args in '--cases none' '--cases -3' '--max-cost abc' '-j 0' '--strategy guess' '--max-bytes x' '--lang tlh' '--seed x'; do
    # shellcheck disable=SC2086
    run -2 --separate-stderr casecraft generate "$example" --provider builtin -o out $args
    [[ "$stderr" = 'casecraft: '* && "$stderr" != *cc-* ]] || { echo "$args: $stderr"; false; }
    # shellcheck disable=SC2086
    run -2 --separate-stderr casecraft generate "$example" --provider builtin -o out --dry-run --html page $args
    [[ "$stderr" = 'casecraft: '* ]]
  done
  run -2 --separate-stderr casecraft generate "$example" -o out
  [[ "$stderr" = 'casecraft: no provider'*builtin* ]]
  run -0 casecraft generate "$example" --provider builtin -o out --dry-run --html page
  [ ! -e out ] && [ ! -e page ]
  while IFS='|' read -r args want; do
    # shellcheck disable=SC2086
    run -2 --separate-stderr casecraft generate "$example" --provider builtin $args
    [ "$stderr" = "casecraft: $want" ] || { echo "$args: $stderr"; false; }
  done <<'END_OF_TABLE'
-j 0|option -j takes a whole number from 1 to 1024, not "0" (casecraft generate --help tells the options)
--workers=0|option --workers takes a whole number from 1 to 1024, not "0" (casecraft generate --help tells the options)
--max-cost abc|--max-cost takes an amount such as 0.50, not "abc"
END_OF_TABLE
}

@test "wrong usage of a stage after the calls is told before there is one, and nothing is written" {
  local want args
  provider_start
  export CASECRAFT_A_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_A_MODEL=cases
  echo old >page
  while read -r want args; do
    # shellcheck disable=SC2086
    run "-$want" --separate-stderr casecraft generate "$example" -p a -o out $args
    [ -z "$output" ]
    [[ ("$stderr" = 'casecraft: '* || $want = 4) && "$stderr" != *$'\n'* ]] || { echo "$args: $stderr"; false; }
  done <<'END_OF_TABLE'
2 --on odd
2 --format odd
2 --priority P9
2 --name ../x
2 --organize-by odd
2 --json --markdown --html page
4 --html nowhere/page
END_OF_TABLE
  [ "$(provider_stat .requests)" = 0 ]
  [ "$(cat page)" = old ]
  [ ! -e out ]
  mkdir tmp
  TMPDIR=$PWD/tmp run -0 --separate-stderr casecraft generate "$example" -p a -o out --prune --log log
  [ -z "$(ls -A tmp)" ]
  run ! grep pruned log
}

@test "an option where a value belongs is not taken for one, unless it is said to be" {
  local args
  for args in '--model -o mcx' '--include-tag --dry-run' '-o --model' '-w -q' '--log --cases=3' '--prefer -h' '-o --'; do
    # shellcheck disable=SC2086
    run -2 --separate-stderr casecraft generate "$example" --provider builtin $args
    [[ $stderr = "casecraft: option ${args%% *} needs a value, and "*' is an option: write --'* ]] || { echo "$args: $stderr"; false; }
    [ ! -e test_cases ] && [ ! -e mcx ]
  done
  run -2 --separate-stderr casecraft generate "$example" -w -q
  [[ $stderr = *'-q is an option: write --workers=-q where it is meant'* ]]
  # Letters without values may stand together.
  run -0 --separate-stderr casecraft generate "$example" --provider builtin -o together -qv
  [ -z "$output" ]
  [[ $stderr = 'cc-merge: documents written: 12'* ]]
  run -0 --separate-stderr casecraft generate "$example" --provider builtin --output=--model --model=-o --exclude-tag -odd -q
  [ "$(files ./--model)" = 12 ]
}

@test "3: bad input" {
  echo 'paths: {}' >spec.yaml
  run -3 --separate-stderr casecraft generate spec.yaml --provider builtin -o out
  [[ "$stderr" = *spec.yaml* ]]
  [ ! -e out ] || [ "$(files out)" = 0 ]
}

@test "4: no key, no place to write, no stages" {
  run -4 --separate-stderr casecraft generate "$example" --provider glm -o out
  [[ "$stderr" = *CASECRAFT_GLM_API_KEY* ]]
  run -4 --separate-stderr casecraft generate "$example" --provider builtin --fallback nobody -o out
  [[ "$stderr" = *nobody* ]]
  echo file >taken
  run -4 --separate-stderr casecraft generate "$example" --provider builtin -o taken/out
  [[ "$stderr" = *taken* ]]
  run -4 --separate-stderr env TMPDIR=/nowhere casecraft generate "$example" --provider builtin
  [ "$stderr" = 'casecraft: cannot write to /nowhere: set TMPDIR to a directory of yours' ]
  run -4 --separate-stderr env TMPDIR=/nowhere casecraft demo
  [ "$stderr" = 'casecraft: cannot write to /nowhere: set TMPDIR to a directory of yours' ]
  run -4 --separate-stderr casecraft generate "$example" --provider builtin --prompt nowhere
  [ "$stderr" = 'cc-call: cannot open nowhere: No such file or directory' ]
  [ ! -e test_cases ]
  own_copy alone
  run -4 --separate-stderr env PATH=/usr/bin:/bin alone/bin/casecraft generate "$example" --provider builtin
  [[ "$stderr" = *cc-split* ]]
  rm -r alone/libexec
  run -4 --separate-stderr alone/bin/casecraft --help
  [[ "$stderr" = *"$PWD/alone/bin/../libexec/casecraft"* ]]
}

@test "4: a stdout that is full, and whoever reads no more is left in peace" {
  casecraft generate "$example" --provider builtin -o cases -q
  for args in --help --list-commands --version 'help clean' 'clean --list-options' 'generate --help' 'export --help' \
    'export --list' 'export csv cases' 'show cases' 'show cases get_books' 'doctor -p builtin cases' demo; do
    # shellcheck disable=SC2086
    run -4 --separate-stderr sh -c 'casecraft "$@" >/dev/full' - $args
    [ "$stderr" = 'casecraft: stdout cannot be written' ] || { echo "$args: $stderr"; false; }
  done
  run -4 --separate-stderr sh -c 'casecraft generate "$@" >/dev/full' - "$example" --provider builtin -o out
  [ "$stderr" = 'casecraft: the report cannot be written to stdout' ]
  [ "$(files out)" = 12 ]
  run -0 --separate-stderr sh -c 'casecraft demo | head -n 3 >report'
  [ -z "$stderr" ]
}

@test "a stdin that is closed is one with nothing in it" {
  run -0 --separate-stderr sh -c 'casecraft generate "$@" <&-' - "$example" --provider builtin -o out
  [ "$(files out)" = 12 ]
  [ -z "$stderr" ]
  run -3 --separate-stderr sh -c 'casecraft generate "$@" <&-' - - --provider builtin -o none
  [ "$stderr" = 'cc-split: stdin is empty' ]
}

@test "4: how a stage ended is not known, and nothing that was paid for is thrown away" {
  local name
  provider_start
  export CASECRAFT_GLM_API_KEY=k CASECRAFT_GLM_BASE_URL=$PROVIDER_URL CASECRAFT_GLM_MODEL=cases TMPDIR=$PWD/tmp
  for name in split merge; do
    own_copy $name
    ln -s "$BIN"/cc-* $name/bin
    rm $name/bin/cc-$name
    # It fails, and what it says of it has no room, or is taken away.
    printf '#!/bin/sh\nrm -r "$TMPDIR"/casecraft.*\ncat >/dev/null\nexit 4\n' >$name/bin/cc-$name
    chmod +x $name/bin/cc-$name
    mkdir tmp
    run -4 --separate-stderr $name/bin/casecraft generate "$example" --provider glm -o out -q
    [[ $stderr = *"casecraft: cannot write to $TMPDIR: set TMPDIR to a directory of yours" ]]
    rmdir tmp
    [ $name = merge ] || stat_is .requests 0
  done
  has_lines out/.casecraft/ledger.ndjson 12
}

@test "4: files that may not grow, and an export that cannot be written, in our words alone" {
  run -4 --separate-stderr sh -c 'ulimit -f 8; casecraft generate "$@"' - "$example" --provider builtin -o few -q
  [ "$stderr" = 'cc-assign: cannot write to stdout: File too large' ]
  [ ! -e few ]
  casecraft generate "$example" --provider builtin -o cases -q
  mkdir tmp
  export TMPDIR=$PWD/tmp
  local limit format
  for limit in 1 8 200; do
    run -4 --separate-stderr sh -c "ulimit -f $limit; casecraft export csv cases -o out.csv"
    [[ $stderr = "casecraft: cannot write "* && $stderr != *$'\n'* ]] || { echo "$limit: $stderr"; false; }
    [ ! -e out.csv ]
  done
  for format in csv bruno; do
    run -4 --separate-stderr casecraft export $format cases -o nowhere/out
    [ "$stderr" = 'casecraft: cannot write nowhere/out' ]
  done
  run -4 --separate-stderr casecraft export csv cases -o /dev/full
  [ "$stderr" = 'casecraft: cannot write /dev/full' ]
  [ -z "$(ls tmp)" ]
}

@test "the worst of six codes: 2, 3, 4 before a signal before 1" {
  stages
  while read -r want codes; do
    code=0
    CODES=$codes fake/casecraft generate spec || code=$?
    [ "$code" = "$want" ] || { echo "$codes: $code, not $want"; false; }
  done <<'END'
0   0 0 0 0 0 0
1   0 0 0 0 0 1
1   1 0 0 0 0 0
1   0 0 0 1 1 1
2   0 2 0 0 0 0
2   141 2 0 0 0 0
3   3 0 0 0 1 1
4   0 0 0 0 4 1
4   141 141 141 141 4 0
4   1 1 1 1 4 1
3   0 0 143 3 0 0
143 143 0 0 3 0 0
141 0 0 141 0 0 0
143 0 0 143 0 0 0
143 0 143 141 0 0 0
143 141 0 143 1 1 1
4   127 0 0 0 0 0
END
}

@test "options go to their stages, in every spelling" {
  stages
  export CODES=
  fake/casecraft generate spec
  given split -- spec
  given assign
  given call
  given fallback -- cc-call
  given merge --output=test_cases
  given stats
  for spelling in '-p a,b -s pool -j 4 -o dir -c x,y' '--providers a,b --strategy pool --workers 4 --output dir --fallback x,y' \
    '--providers=a,b --strategy=pool --workers=4 --output=dir --fallback=x,y' '-pa,b -spool -j4 -odir -cx,y' \
    '--provider a,b -s pool -w 4 -o dir -c x,y'; do
    # shellcheck disable=SC2086
    fake/casecraft generate $spelling spec
    given split -- spec
    given assign --providers=a,b --strategy=pool --fallback=x,y
    given call --workers=4
    given fallback --fallback=x,y -- cc-call --workers=4
    given merge --output=dir
    given stats --workers=4
    printf '%s\n' --recipe=--providers=a,b --strategy=pool | diff - got.recipe
  done
  CASECRAFT_PROVIDERS=from,the,environment fake/casecraft generate --include-tag t --exclude-tag u --include-path '/a/**' --exclude-path /b --include-method GET \
    --exclude-method PUT --webhooks --max-bytes 9 --allow-outside --allow-remote --header-file 'a b' -m '*:a' \
    --levels simple=a,medium=b --thresholds 1,2 --reassign --model m --cases 5 --with-builtin --lang zh --seed 3 --prompt 'a file' --force --organize-by tag --name 'a-{slug}' \
    --format compact --priority P0 --prefer a,b --union --prune -v --log 'the log' spec
  given split --include-tag=t --exclude-tag=u '--include-path=/a/**' --exclude-path=/b --include-method=GET \
    --exclude-method=PUT --webhooks --max-bytes=9 --allow-outside --allow-remote '--header-file=a b' --verbose \
    '--log=the log' -- spec
  given assign '--provider-map=*:a' --levels=simple=a,medium=b --thresholds=1,2 --reassign --seed=3 --verbose '--log=the log'
  given call --model=m --cases=5 --with-builtin --lang=zh --seed=3 '--prompt=a file' --force --verbose '--log=the log'
  given fallback --verbose '--log=the log' -- cc-call --model=m --cases=5 --with-builtin --lang=zh --seed=3 '--prompt=a file' --force --verbose '--log=the log'
  given merge --organize-by=tag '--name=a-{slug}' --format=compact --priority=P0 --prefer=a,b --union --prune --verbose '--log=the log' --output=test_cases
  printf '%s\n' --recipe=--cases=5 --format=compact --lang=zh --levels=simple=a,medium=b --model=m '--name=a-{slug}' --organize-by=tag --prefer=a,b \
    --priority=P0 --prompt= '--provider-map=*:a' --providers=from,the,environment --seed=3 --thresholds=1,2 --with-builtin=yes | diff - got.recipe
  given stats --verbose '--log=the log'
}

@test "no word is read by a shell, in any shell" {
  stages
  export CODES=
  word='a  "b" '\''c'\'' $(touch ran) `touch ran` ; & | > ran \ * ${HOME}'$'\n''second line'$'\n'
  shells >list
  [ -s list ]
  while read -r shell; do
    # shellcheck disable=SC2086
    $shell fake/libexec/casecraft/casecraft-generate "$word" -o "$word" --include-tag "$word" "--exclude-tag=$word" "-p$word"
    given split "--include-tag=$word" "--exclude-tag=$word" -- "$word"
    given merge "--output=$word"
    given assign "--providers=$word"
    # shellcheck disable=SC2086
    $shell fake/libexec/casecraft/casecraft-generate --log '' -- -odd
    given split --log= -- -odd
  done <list
  [ ! -e ran ]
}

@test "a description may have any name, or come by stdin" {
  mkdir "it's a \"dir\" \$(x)"
  cp "$example" "it's a \"dir\" \$(x)/-the spec;.yaml"
  casecraft generate "it's a \"dir\" \$(x)/-the spec;.yaml" --provider builtin -o 'out put' >report
  [ "$(files 'out put')" = 12 ]
  cp "$example" -- -spec.yaml
  casecraft generate -o dashed --provider builtin -q -- -spec.yaml
  [ "$(files dashed)" = 12 ]
  casecraft generate - --provider builtin -o stdin -q <"$example"
  diff -r <(cd stdin && ls) <(cd dashed && ls)
}

# referring FOLDER: an API whose body is in another file, in FOLDER/api.yaml.
referring() {
  mkdir -p "$1"
  cat >"$1/api.yaml" <<'END'
openapi: 3.0.0
info: {title: T, version: "1"}
paths:
  /pets:
    post:
      requestBody: {required: true, content: {application/json: {schema: {$ref: '../pet.yaml'}}}}
      responses: {'201': {description: made}}
END
  printf '%s\n' 'type: object' 'required: [tail]' 'properties: {tail: {type: string}}' >"$1/../pet.yaml"
}

# bodies DIR: how many cases have the property of the other file.
bodies() {
  jq '[.test_cases[] | select(.body | type == "object" and has("tail"))] | length' "$1/post_pets.json"
}

@test "a description may refer to files outside of its folder, where that is allowed" {
  referring apis/one
  run -0 --separate-stderr casecraft generate apis/one/api.yaml --provider builtin -o out -q
  [[ $stderr = *'apis/one/../pet.yaml lies outside'*'--allow-outside'* ]]
  [ "$(bodies out)" = 0 ]
  run -0 --separate-stderr casecraft generate apis/one/api.yaml --allow-outside --provider builtin -o out -q
  [ "$stderr" = 'cc-split: 1 operation: 0 new, 1 changed, 0 failed, 0 without a file, 0 unchanged' ]
  [ "$(bodies out)" -gt 0 ]
}

@test "a description may come from a URL, with a header for its server and other files from there" {
  referring scripts/one
  mv scripts/one/api.yaml scripts
  local name
  for name in api pet; do
    echo "body-file $name.yaml" >"scripts/$name.yaml.script"
  done
  echo 'X-Key: kkkk' >keys
  provider_start -s scripts
  local url=${PROVIDER_URL/\/\//\/\/user:ssss@}/api.yaml
  run -0 --separate-stderr casecraft generate "$url" --provider builtin -o out
  [[ $stderr = *"$PROVIDER_URL/pet.yaml is an address (--allow-remote)"* ]]
  run -0 --separate-stderr casecraft generate "$url" --allow-remote --header-file keys --provider builtin -o remote --log log
  [ -z "$stderr" ]
  [ "$(bodies remote)" -gt 0 ]
  [ "$(provider_stat '.scripts["pet.yaml"].requests')" = 1 ]
  curl -s "$PROVIDER_URL/__last" | jq -e '.path == "/pet.yaml" and .headers["x-key"] == "kkkk"
    and .headers.authorization == "Basic dXNlcjpzc3Nz"'
  run ! grep -rE 'ssss|kkkk' out remote log
  run -4 --separate-stderr casecraft generate "$PROVIDER_URL/status=404" --provider builtin -o none
  [[ $stderr = "cc-split: $PROVIDER_URL/status=404: status 404"* ]]
  [ ! -e none ] || [ "$(files none)" = 0 ]
}

@test "every shell gives the same files and the same codes" {
  casecraft generate "$example" --provider builtin -o want -q
  shells >list
  local program=$BUILD/libexec/casecraft/casecraft
  while read -r shell; do
    for file in "$BIN/casecraft" "$program"-* "${program%/*}"/*.sh; do
      # shellcheck disable=SC2086
      $shell -n "$file"
    done
    # shellcheck disable=SC2086
    [ "$($shell "$BIN/casecraft" generate --help)" = "$(casecraft generate --help)" ]
    # shellcheck disable=SC2086
    $shell "$program-generate" "$example" --provider builtin -o out </dev/null >report
    diff -r want out
    # shellcheck disable=SC2086
    run -2 --separate-stderr $shell "$program-generate" </dev/null
    # shellcheck disable=SC2086
    run -3 --separate-stderr $shell "$program-generate" /dev/null --provider builtin </dev/null
    # shellcheck disable=SC2086
    $shell "$program-demo" -o demo </dev/null >demo.txt
    grep -q expects demo.txt
    rm -rf out demo
  done <list
}

@test "it works from anywhere: by PATH, by a relative name, with CDPATH set" {
  ln -s "$BIN" bin
  for run in casecraft bin/casecraft ./bin/casecraft "$BIN/casecraft"; do
    rm -rf out
    CDPATH=.:/ PATH=$([ "$run" = casecraft ] && echo "$BIN:")/usr/bin:/bin "$run" generate "$example" \
      --provider builtin -o out -q
    [ "$(files out)" = 12 ]
  done
}

@test "operations can be chosen, and their files arranged" {
  casecraft generate "$example" --provider builtin -o tags --organize-by tag --include-tag orders --include-tag account -q
  [ "$(files tags/orders)" = 4 ]
  [ "$(files tags/account)" = 1 ]
  [ "$(files tags)" = 5 ]
  casecraft generate "$example" --provider builtin -o paths --include-path '/books/**' --exclude-method GET -q
  [ "$(files paths)" = 2 ]
  casecraft generate "$example" --provider builtin -o p0 --priority P0 --format compact -q
  cat p0/*.json | jq -es 'map(.test_cases[].priority) | unique == ["P0"]'
  [ "$(cat p0/*.json | wc -l)" = 12 ]
}

@test "who answers can come from the settings" {
  run -0 env CASECRAFT_PROVIDERS=builtin casecraft generate "$example" -o out -q
  [ "$(files out)" = 12 ]
  echo 'CASECRAFT_PROVIDERS=builtin' >.env
  run -0 casecraft generate "$example" -o env -q
  [ "$(files env)" = 12 ]
  provider_start
  export CASECRAFT_DOWN_BASE_URL=$PROVIDER_URL CASECRAFT_DOWN_MODEL=status=401
  run -0 env CASECRAFT_FALLBACK_CHAIN=builtin casecraft generate "$example" --provider down -o chain -q
  [ "$(files chain)" = 12 ]
  run -0 casecraft generate "$example" -s complexity --levels simple=builtin,medium=builtin,complex=builtin -o levels -q
  [ "$(files levels)" = 12 ]
  run -0 casecraft generate "$example" -p builtin:2,builtin -s random --seed 7 -o chance -q
  [ "$(files chance)" = 12 ]
  run -0 casecraft generate "$example" -p down,builtin -s manual -m 'tag=orders:builtin,*:builtin' -o map -q
  [ "$(files map)" = 12 ]
}

@test "who is to answer counts as an option of the run, wherever it is said" {
  local file setting want
  casecraft generate "$example" --provider builtin -o out -q
  mkdir -p config/casecraft
  while IFS='|' read -r file setting want; do
    rm -f .env config/casecraft/config.yaml
    echo "$setting" >"$file"
    chmod 600 "$file"
    run -0 --separate-stderr casecraft generate "$example" -o out -q
    case $want in
      same) [[ $stderr != *'made by other options'* ]] ;;
      *) [[ $stderr = *'12 of the unchanged were made by other options'* ]] ;;
    esac || { echo "$file, $setting: $stderr"; false; }
  done <<'END_OF_TABLE'
.env|CASECRAFT_PROVIDERS=builtin|same
.env|CASECRAFT_PROVIDER="builtin"|same
config/casecraft/config.yaml|CASECRAFT_PROVIDERS: builtin|same
.env|CASECRAFT_PROVIDERS=builtin,builtin|other
config/casecraft/config.yaml|CASECRAFT_PROVIDER: builtin:2|other
END_OF_TABLE
  for setting in round_robin random; do
    printf '%s\n' CASECRAFT_PROVIDERS=builtin "CASECRAFT_PROVIDER_STRATEGY=$setting" >.env
    run -0 --separate-stderr casecraft generate "$example" -o out -q
    [ "$(grep -c 'made by other options' <<<"$stderr")" = "$([ $setting = random ] && echo 1 || echo 0)" ]
    run -0 --separate-stderr casecraft generate "$example" -o out -q -s round_robin
    [[ $stderr != *'made by other options'* ]]
  done
}

@test "the model that a setting names for who is asked counts as an option of the run" {
  local words setting want
  provider_start
  export CASECRAFT_MY_LLM_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_MY_LLM_MODEL=cases
  casecraft generate "$example" -p my-llm -m '/books:builtin' -o out -q
  while IFS='|' read -r setting words want; do
    # shellcheck disable=SC2086
    run -0 --separate-stderr env $setting casecraft generate "$example" -p my-llm -m '/books:builtin' -o out -q $words
    [ "$(grep -c '12 of the unchanged were made by other options' <<<"$stderr")" = "$want" ] || { echo "$setting: $stderr"; false; }
  done <<'END_OF_TABLE'
A=b||0
CASECRAFT_MY_LLM_MODEL=ok||1
CASECRAFT_MY_MODEL=ok||0
CASECRAFT_QWEN_MODEL=x||0
CASECRAFT_BUILTIN_MODEL=x||0
CASECRAFT_MY_LLM_MODEL=ok|--model=x|1
END_OF_TABLE
  export CASECRAFT_QWEN_API_KEY=k
  CASECRAFT_QWEN_MODEL=x casecraft generate "$example" -p builtin -m '/none:qwen' -o map -q
  CASECRAFT_QWEN_MODEL=y run -0 --separate-stderr casecraft generate "$example" -p builtin -m '/none:qwen' -o map -q
  [[ $stderr = *'12 of the unchanged were made by other options'* ]]
}

@test "-q is silent, --log keeps what is said" {
  run -0 --separate-stderr casecraft generate "$example" --provider builtin -o out -q
  [ -z "$output$stderr" ]
  run -0 --separate-stderr casecraft generate "$example" --provider builtin -o logged --quiet --log log
  [ -z "$output$stderr" ]
  grep -q 'cc-merge info' log
  run -0 --separate-stderr casecraft generate "$example" --provider builtin -o told -q -v
  [ -z "$output" ]
  [[ "$stderr" = *cc-merge:* ]]
}

@test "help and version" {
  local name help
  run -0 --separate-stderr casecraft --help
  [ -z "$stderr" ]
  help=$output
  for args in -h help 'help help' 'help --help'; do
    # shellcheck disable=SC2086
    run -0 casecraft $args
    [ "$output" = "$help" ]
  done
  # Of each that is there, and of no other.
  (cd "$BUILD/libexec/casecraft" && ls casecraft-*) | sed 's/casecraft-//' | sort >there
  sed -nE 's/^  ([a-z]+) .*  +.*/\1/p' <<<"$help" | grep -vxE 'help|casecraft' | sort | diff there -
  while read -r name; do
    run -0 --separate-stderr casecraft "$name" --help
    [ -z "$stderr" ]
    [[ $output = "usage: casecraft $name"* ]]
    [ "$name" = export ] || grep -q '^Examples\?:$' <<<"$output"
    [ "$(wc -L <<<"$output")" -le 80 ]
    help=$output
    for args in "$name -h" "help $name"; do
      # shellcheck disable=SC2086
      run -0 casecraft $args
      [ "$output" = "$help" ]
    done
  done <there
  run -0 casecraft generate "$example" --help
  for option in --provider --providers --strategy --fallback --workers --output --include-tag --quiet --seed; do
    [[ "$output" = *"$option"* ]]
  done
  run -0 casecraft --version
  [ "$output" = "casecraft $(cat "$ROOT/VERSION")" ]
}

@test "the demo shows the tree, three cases and the statistics, in 80 columns" {
  run -0 --separate-stderr casecraft demo -o out
  [ -z "$stderr" ]
  [ "$(files out)" = 12 ]
  [ "$(grep -c 'expects [1-5][0-9][0-9]' <<<"$output")" = 3 ]
  [ "$(grep -c '^  .*\.json$' <<<"$output")" = 12 ]
  [[ "$output" = *'casecraft generate examples/bookshop.yaml --provider builtin -o out'* ]]
  casecraft generate "$example" --provider builtin -o again >report
  head -n 1 report >line
  grep -qxFf line <<<"$output"
  [ "$(wc -L <<<"$output")" -le 80 ]
}

@test "the demo without -o leaves nothing behind" {
  mkdir tmp
  TMPDIR=$PWD/tmp casecraft demo >report
  grep -q expects report
  [ -z "$(ls -A tmp)" ]
  [ "$(find . -name '*.json' | wc -l)" = 0 ]
  for option in -oout --output=out '--output out'; do
    # shellcheck disable=SC2086
    casecraft demo $option >report
    [ "$(files out)" = 12 ]
    rm -r out
  done
  run -4 --separate-stderr env CASECRAFT_DATADIR=/nowhere casecraft demo
  [[ "$stderr" = *CASECRAFT_DATADIR* ]]
}
