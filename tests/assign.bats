# cc-assign: which provider answers which record.
# shellcheck disable=SC2154 # stderr is set by run --separate-stderr
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  records=$FIXTURES/assign/records.ndjson
  export CASECRAFT_GLM_API_KEY=k CASECRAFT_QWEN_API_KEY=k CASECRAFT_KIMI_API_KEY=k
}

# assign CODE [ARG...]: what cc-assign makes of stdin or of files, in `out`; the messages in `err`.
assign() {
  local want=$1 got=0
  shift
  timeout 30 cc-assign "$@" >out 2>err || got=$?
  [ "$got" -eq "$want" ] || { echo "cc-assign $*: exit code $got, not $want"; cat err; return 1; }
}

# chosen: the providers of `out`, one a record; "-" for an error, candidates with "|" between them.
chosen() {
  jq -r 'if .error then "-" elif .provider then .provider else .candidates | join("|") end' out | paste -sd ' '
}

# gives WHAT PROVIDER...: `out` has these providers.
gives() {
  local what=$1
  shift
  [ "$(chosen)" = "$*" ] || { printf '%s:\ncame %s\nnot  %s\n' "$what" "$(chosen)" "$*"; return 1; }
}

# told LINE...: stderr is these lines.
told() {
  printf 'cc-assign: %s\n' "$@" | diff - err
}

@test "round_robin gives one after the other, in the order of the list" {
  local want list
  while read -r list want; do
    # shellcheck disable=SC2086 # words
    assign 0 -p $list <"$records"
    gives "-p $list" "$want"
    [ ! -s err ]
  done <<'END'
glm glm glm glm glm glm glm glm glm
glm,qwen glm qwen glm qwen glm qwen glm qwen
qwen,glm,kimi qwen glm kimi qwen glm kimi qwen glm
END
  assign 0 -p glm --providers qwen -s round_robin <"$records"
  gives 'a repeated option' glm qwen glm qwen glm qwen glm qwen
  jq -nc 'range(1000) | {id: "GET /\(.)"}' | cc-assign -p glm,qwen,kimi | jq -r .provider | sort | uniq -c | awk '{ print $2, $1 }' >counts
  printf 'glm 334\nkimi 333\nqwen 333\n' | cmp counts -
}

@test "--dry-run misses no key, and nothing else" {
  unset CASECRAFT_GLM_API_KEY CASECRAFT_QWEN_API_KEY
  assign 4 -p glm,qwen <"$records"
  assign 0 -p glm,qwen --dry-run <"$records"
  gives 'no key' glm qwen glm qwen glm qwen glm qwen
  CASECRAFT_GLM_WORKERS=x assign 4 -p glm --dry-run <"$records"
  grep -q CASECRAFT_GLM_WORKERS err
  assign 4 -p glm,nobody --dry-run <"$records"
  assign 4 -p glm --fallback nobody --dry-run <"$records"
}

@test "round_robin goes on from file to file" {
  head -3 "$records" >one
  tail -n +4 "$records" >two
  assign 0 -p glm,qwen one two
  gives 'two files' glm qwen glm qwen glm qwen glm qwen
  assign 0 -p glm,qwen one - <two
  gives 'a file and stdin' glm qwen glm qwen glm qwen glm qwen
  assign 4 -p glm,qwen one missing two
  gives 'what can be read' glm qwen glm qwen glm qwen glm qwen
  told 'cannot open missing: No such file or directory'
}

@test "two members are added at the end, and every other byte of the record stays" {
  assign 0 -p kimi <"$records"
  sed 's/}$/,"provider":"kimi","strategy":"round_robin"}/' "$records" | cmp - out
  assign 0 -p glm,kimi -s pool <"$records"
  sed 's/}$/,"candidates":["glm","kimi"],"strategy":"pool"}/' "$records" | cmp - out
  assign 0 -m '*:qwen' -s manual <"$records"
  sed 's/}$/,"provider":"qwen","strategy":"manual"}/' "$records" | cmp - out
  assign 0 -m '/nowhere:qwen' -s manual <"$records"
  sed 's/}$/,"error":{"class":"config","message":"no rule of the provider map matches this operation"},"strategy":"manual"}/' "$records" |
    cmp - out
}

@test "members that are there change in their place with --reassign, and not without" {
  printf '%s\n' '{"provider":"kimi","id":"a","candidates":["kimi"],"n":1.10,"strategy":"pool","z":[ 1 ]}' \
    '{"id":"b","candidates":["kimi"],"n":1.10}' >in
  assign 0 -p glm,qwen <in
  cmp in out
  assign 0 -p glm,qwen -s pool -m '*:glm' <in
  cmp in out
  assign 0 -p glm,qwen --reassign <in
  printf '%s\n' '{"provider":"glm","id":"a","n":1.10,"strategy":"round_robin","z":[ 1 ]}' \
    '{"id":"b","n":1.10,"provider":"qwen","strategy":"round_robin"}' | diff - out
  assign 0 -p glm,qwen -s pool --reassign <in
  printf '%s\n' '{"id":"a","candidates":["glm","qwen"],"n":1.10,"strategy":"pool","z":[ 1 ]}' \
    '{"id":"b","candidates":["glm","qwen"],"n":1.10,"strategy":"pool"}' | diff - out
}

@test "a record with a provider takes no turn of the others" {
  printf '%s\n' '{"id":"a"}' '{"id":"b","provider":"kimi"}' '{"id":"c","error":{"class":"rate"}}' '{"id":"d"}' >in
  assign 0 -p glm,qwen <in
  gives turns glm kimi - qwen
}

@test "records that are done pass untouched, with --reassign too" {
  local words
  while read -ra words; do
    assign 0 "${words[@]}" <"$FIXTURES/assign/done.ndjson"
    cmp "$FIXTURES/assign/done.ndjson" out || { echo "with ${words[*]}"; return 1; }
  done <<'END'
-p glm
-p glm --reassign
-p glm -s pool --reassign
-m *:glm -s manual --reassign
-m tag=users:glm,*:qwen --reassign
END
}

@test "rules of a map: each kind, the first that matches wins, the rest falls to the strategy" {
  local map want
  # The records: GET /users, POST /users, GET /users/{id}, GET /users/{id}/posts, GET /user,
  # DELETE /orders/{id}, a webhook, a prompt.
  while IFS='#' read -r map want; do
    assign 0 -p glm -m "$map" <"$records"
    gives "-m $map" "$want"
    [ ! -s err ] || { echo "-m $map"; cat err; return 1; }
  done <<'END'
/users:kimi#kimi kimi kimi kimi glm glm glm glm
/users/:kimi#glm glm kimi kimi glm glm glm glm
/users/*:kimi#glm glm kimi glm glm glm glm glm
/users/**:kimi#glm glm kimi kimi glm glm glm glm
/users/{id}:kimi#glm glm kimi kimi glm glm glm glm
/use?:kimi#glm glm glm glm kimi glm glm glm
/user*:kimi#kimi kimi glm glm kimi glm glm glm
/:kimi#kimi kimi kimi kimi kimi kimi glm glm
made:kimi#glm glm glm glm glm glm kimi glm
GET /users:kimi#kimi glm kimi kimi glm glm glm glm
post   /users:kimi#glm kimi glm glm glm glm glm glm
DELETE /**:kimi#glm glm glm glm glm kimi glm glm
tag=admin:kimi#glm kimi glm glm glm kimi glm glm
op=getUser:kimi#glm glm kimi glm glm glm glm glm
*:kimi#kimi kimi kimi kimi kimi kimi kimi kimi
op=getUser:kimi,/users/{id}:qwen#glm glm kimi qwen glm glm glm glm
/users/{id}:qwen,tag=users:kimi#kimi kimi qwen qwen glm glm glm glm
GET /users:kimi, tag=admin:qwen ,*:builtin#kimi qwen kimi kimi builtin qwen builtin builtin
tag=admin : qwen , /users :kimi#kimi qwen kimi kimi glm qwen glm glm
POST *:kimi#glm kimi glm glm glm glm kimi glm
/users:qwen,/user:kimi#qwen qwen qwen qwen kimi glm glm glm
END
}

@test "rules of a map: paths with colons, and names that are no pattern of a path" {
  printf '%s\n' '{"id":"a","path":"/v1/orders:cancel","method":"POST"}' '{"id":"b","path":"/v1/orders"}' \
    '{"id":"c","path":"/a b/c","method":"GET"}' >in
  assign 0 -p glm -m '/v1/orders:cancel:kimi,GET /a b/c:qwen' <in
  gives 'a colon, a blank' kimi glm qwen
}

@test "turns are taken by the records that no rule matches" {
  assign 0 -p glm,kimi -m '/users/*:qwen,op=addUser:builtin' <"$records"
  gives 'round_robin with a map' glm builtin qwen kimi glm kimi glm kimi
  assign 0 -p glm,kimi -s pool -m '/users/*:qwen' <"$records"
  gives 'pool with a map' 'glm|kimi' 'glm|kimi' qwen 'glm|kimi' 'glm|kimi' 'glm|kimi' 'glm|kimi' 'glm|kimi'
}

@test "what no rule matches is an error where there is nothing but the map; -e tells by the exit code" {
  assign 0 -s manual -p glm -m '/users:kimi' <"$records"
  gives manual kimi kimi kimi kimi - - - -
  assign 0 -m '/users:kimi' <"$records"
  gives 'no list' kimi kimi kimi kimi - - - -
  jq -es 'map(.error | strings, objects) | all(.[]; .class == "config" and (.message | length) > 0)' out
  assign 1 -e -m '/users:kimi' <"$records"
  assign 0 -e -m '*:kimi' <"$records"
  assign 1 --errors -p glm <"$FIXTURES/assign/done.ndjson"
  assign 0 -p glm <"$FIXTURES/assign/done.ndjson"
}

@test "a rule that matched nothing is told at the end" {
  assign 0 -p glm -m 'tag=none:kimi,op=none:kimi,get /none:kimi,/users:qwen,*:glm,/user:qwen' <"$records"
  told "warning: the map's rule tag=none:kimi matched no operation" \
    "warning: the map's rule op=none:kimi matched no operation" \
    "warning: the map's rule get /none:kimi matched no operation" \
    "warning: the map's rule /user:qwen matched no operation"
}

@test "a rule is not missed where operations are told to be unchanged, or have a provider already" {
  printf '%s\n' '{"id":"GET /a","unchanged":true}' '{"id":"GET /b","path":"/b"}' >in
  assign 0 -p glm -m '/a:kimi,/b:qwen' <in
  [ ! -s err ]
  assign 0 -v -p glm -m '/a:kimi,/b:qwen' <in
  told "the map's rule /a:kimi matched no operation that has changed"
  printf '%s\n' '{"id":"GET /a","path":"/a","provider":"kimi"}' '{"id":"GET /b","path":"/b","cases":[]}' >in
  assign 0 -p glm -m '/a:kimi,/b:qwen,/c:qwen' <in
  told "warning: the map's rule /c:qwen matched no operation"
}

@test "a map may be a file: one rule a line, comments, messages by line" {
  printf '%s\n' '# who does what' '' '  /users/{id}:qwen  # with blanks' 'tag=users:kimi' $'op=listUsers:glm\r' '*:builtin' >rules
  assign 0 -m @rules <"$records"
  gives @rules kimi kimi qwen qwen builtin builtin builtin builtin
  told "warning: the map's rule rules:5: op=listUsers:glm matched no operation"
  printf '%s\n' '{"id":"a","path":"/c#d"}' '{"id":"b","path":"/x","tags":["a, b"]}' >in
  assign 0 -m @<(printf 'tag=a, b:qwen\n/c#d:kimi\n*:glm') in
  gives 'commas, and # within a rule' kimi qwen
  printf '%s\t%s\t: %s\n' GET '/users/{id}' kimi 'post ' /users qwen '*' '' glm >rules
  assign 0 -m @rules <"$records"
  gives 'tabs' glm qwen kimi kimi glm glm glm glm
  printf '%s\n' '{"id":"a","method":"Notify","path":"/a"}' '{"id":"b","path":"/a"}' >odd
  assign 0 -m 'notify /a:kimi,*:glm' odd
  gives 'a method in small letters' kimi glm
  printf '\357\273\277# as some editors write it\n*:glm\n' >rules
  assign 0 -m @rules in
  gives 'a byte order mark' glm glm
  printf '\357\273\277/c#d:kimi\n*:glm\n' >rules
  assign 0 -m @rules in
  gives 'a byte order mark before a rule' kimi glm
  printf '%s\n' 'tag=users' '*:glm' ':qwen' >broken
  assign 2 -p glm -m @broken <"$records"
  told "broken:1: the map's rule \"tag=users\" is not RULE:PROVIDER" \
    "broken:3: the map's rule \":qwen\" is not RULE:PROVIDER"
  printf '# nothing\n' >broken
  assign 2 -p glm -m @broken <"$records"
  told 'the map is empty'
  assign 4 -p glm -m @missing <"$records"
  told 'the map: cannot open missing: No such file or directory'
  assign 4 -p glm -m @. <"$records"
  told 'the map: cannot read .: Is a directory'
  printf 'a\0b:glm\n' >broken
  assign 4 -p glm -m @broken <"$records"
  told 'the map: broken is not text'
  { printf '#'; head -c 1100000 /dev/zero | tr '\0' x; } >broken
  assign 4 -p glm -m @broken <"$records"
  told 'the map: broken is larger than 1024 KiB'
}

# many N: N records.
many() {
  jq -nc --argjson n "$1" 'range($n) | {id: "GET /\(.)"}'
}

# counts: "PROVIDER COUNT" of `out`, by name.
counts() {
  jq -r .provider out | sort | uniq -c | awk '{ print $2, $1 }'
}

@test "round_robin: 10,000 records over three differ by one at most; weights hold in every window" {
  many 10000 >in
  assign 0 -p glm,qwen,kimi <in
  counts | diff - <(printf '%s\n' 'glm 3334' 'kimi 3333' 'qwen 3333')
  assign 0 -p glm:2,qwen:1 <in
  counts | diff - <(printf '%s\n' 'glm 6667' 'qwen 3333')
  local list window
  while read -r list window; do
    assign 0 -p "$list" <in
    jq -r .provider out | awk -v list="$list" -v n="$window" '
      BEGIN {
        split(list, item, ",")
        for (i in item) { split(item[i] ":1", part, ":"); weight[part[1]] = part[2] }
      }
      { who[NR] = $1; seen[$1]++ }
      NR > n { seen[who[NR - n]]-- }
      NR >= n { for (p in weight) if (seen[p] != weight[p]) { print list ", line " NR ": " p " has " seen[p] + 0; exit 1 } }'
  done <<'END'
glm:2,qwen:1 3
glm:5,qwen,kimi 7
glm:3,qwen:2,kimi:7,builtin:1 13
glm,qwen:1000 1001
END
  assign 0 -p glm:5,qwen,kimi <"$records"
  gives 'not in lumps' glm glm qwen glm kimi glm glm glm
}

@test "random: the same seed gives the same bytes, another seed others" {
  many 1000 >in
  assign 0 -s random -p glm,qwen,kimi --seed 7 <in
  cp out first
  assign 0 -s random -p glm,qwen,kimi --seed 7 <in
  cmp first out
  jq -es 'all(.strategy == "random") and (map(.provider) | unique) == ["glm", "kimi", "qwen"]' out
  assign 0 -s random -p glm,qwen,kimi --seed 8 <in
  run ! cmp -s first out
  # On every machine.
  assign 0 -s random -p glm,qwen,kimi --seed 1 <"$records"
  gives '--seed 1' kimi qwen glm kimi glm kimi glm glm
  assign 0 -p glm,qwen --seed 7 <"$records"
  gives 'round_robin --seed 7' glm qwen glm qwen glm qwen glm qwen
}

@test "random without --seed: -v says which one it took, and with it comes the same" {
  many 200 >in
  assign 0 -s random -p glm,qwen <in
  [ ! -s err ]
  assign 0 -v -s random -p glm,qwen <in
  cp out first
  grep -qxE 'cc-assign: --seed [0-9]+ gives the same providers again' err
  assign 0 -v -s random -p glm,qwen --seed "$(grep -oE '[0-9]+' err)" <in
  cmp first out
  [ ! -s err ]
  assign 0 -v -s random -p glm,qwen <in
  run ! cmp -s first out
}

@test "random: shares are those of the weights, within four standard deviations" {
  many 10000 >in
  local list
  for list in glm,qwen,kimi glm:2,qwen glm:1,qwen:9 glm:3,qwen:2,kimi:5; do
    assign 0 -s random -p "$list" --seed 42 <in
    jq -r .provider out | awk -v list="$list" '
      { seen[$1]++ }
      END {
        n = split(list, item, ",")
        for (i = 1; i <= n; i++) { split(item[i] ":1", part, ":"); weight[part[1]] = part[2]; total += part[2] }
        for (p in weight) {
          share = weight[p] / total
          off = seen[p] - NR * share
          most = 4 * sqrt(NR * share * (1 - share))
          if (off > most || off < -most) { print list ": " p " has " seen[p] + 0; exit 1 }
        }
      }'
  done
}

# scores N...: a record of each complexity; "-" has none, and what is no number is a text.
scores() {
  jq -nc '$ARGS.positional[] | {id: "GET /", n: 1} + (if . == "-" then {} else {complexity: (tonumber? // .)} end)' --args "$@"
}

@test "complexity: the levels, their thresholds, and who answers them" {
  local options want
  scores 0 5 6 10 11 99999999999999999999 - text -3 >in
  while IFS='#' read -r options want; do
    # shellcheck disable=SC2086 # words
    assign 0 -s complexity $options <in
    gives "$options" "$want"
    jq -es 'all(.strategy == "complexity")' out
  done <<'END'
--levels simple=local,medium=qwen,complex=glm#local local qwen qwen glm glm qwen qwen local
--levels complex=glm --levels simple=local --levels medium=qwen#local local qwen qwen glm glm qwen qwen local
--levels simple=local,medium=qwen,complex=glm --thresholds 10,11#local local local local qwen glm qwen qwen local
--levels simple=local,medium=qwen,complex=glm --thresholds=0,5#local qwen glm glm glm glm qwen qwen local
--levels simple=local+builtin,medium=qwen,complex=glm#local builtin qwen qwen glm glm qwen qwen local
--levels simple=local,medium=qwen,complex=glm,simple=builtin#local builtin qwen qwen glm glm qwen qwen local
--levels simple=glm,medium=qwen+kimi+glm,complex=glm#glm glm qwen kimi glm glm glm qwen glm
-p builtin --levels simple=local,medium=qwen,complex=glm#local local qwen qwen glm glm qwen qwen local
END
  scores 1 7 >in
  assign 0 -s complexity_based --levels simple=local,medium=qwen,complex=glm <in
  jq -es 'map(.strategy) == ["complexity", "complexity"]' out
  scores 1 7 20 | jq -c '.path = "/\(.complexity)"' >in
  assign 0 -s complexity --levels simple=local,medium=qwen,complex=glm -m /7:builtin <in
  gives 'a map with levels' local builtin glm
}

@test "complexity without --levels: the cheapest for what is simple, by the model that is configured" {
  local settings list want
  mkdir data
  cat >data/prices.yaml <<'END'
providers:
  builtin: {"*": {in: 0, out: 0}}
  local: {"*": {in: 0, out: 0}}
  glm: {glm-4.7: {in: 1, out: 3}, cheap: {in: 0.1, out: 0.2}}
  qwen: {qwen-plus: [{to: 1000, in: 1, out: 1}, {to: 2000, in: 9, out: 9}]}
  kimi: {kimi-k2.6: {in: 1.5, out: 0.4}}
END
  export CASECRAFT_DATADIR=$PWD/data CASECRAFT_MINE_BASE_URL=http://localhost:1 CASECRAFT_MINE_MODEL=m
  # Two of each level.
  scores 1 2 7 8 20 21 >in
  while IFS='#' read -r settings list want; do
    # shellcheck disable=SC2086 # words
    env $settings cc-assign -s complexity -p "$list" in >out
    gives "$settings -p $list" "$want"
  done <<'END'
#glm#glm glm glm glm glm glm
#glm,qwen#qwen qwen qwen qwen glm glm
#glm,qwen,kimi#kimi kimi qwen qwen glm glm
#glm,local,qwen#local local qwen qwen glm glm
#builtin,local,qwen#builtin builtin local local qwen qwen
#local,builtin,qwen#local local builtin builtin qwen qwen
CASECRAFT_GLM_MODEL=cheap#qwen,kimi,glm#glm glm kimi kimi qwen qwen
CASECRAFT_GLM_MODEL=unheard#glm,qwen,kimi#kimi kimi qwen qwen glm glm
#mine,glm,qwen#qwen qwen glm glm mine mine
CASECRAFT_GLM_MODEL=unheard#glm,mine,qwen#qwen qwen glm glm mine mine
CASECRAFT_GLM_MODEL=unheard#mine,glm,qwen#qwen qwen mine mine glm glm
#glm,qwen,kimi,local#local local kimi kimi qwen glm
#glm,qwen,kimi,local,builtin#local local builtin kimi qwen glm
#glm,qwen,kimi,local,builtin,mine#local builtin kimi qwen glm mine
END
  assign 0 -v -s complexity -p glm,qwen,kimi,local in
  told 'levels: simple (up to 5): local; medium (up to 10): kimi; complex: qwen, glm'
}

@test "the prices that come with it: dated, with source and licence, and those of our models" {
  echo '{"id":"a"}' >in
  export CASECRAFT_DEEPSEEK_API_KEY=k CASECRAFT_OPENAI_API_KEY=k
  assign 0 -v -s complexity -p openai,kimi,glm,qwen,deepseek,local in
  told 'levels: simple (up to 5): local, deepseek; medium (up to 10): qwen, glm; complex: kimi, openai'
  local line
  for line in 'date: 20..-..-..' 'source: https:.*' 'licence: MIT' 'currency: USD'; do
    grep -qx "$line" "$ROOT/share/casecraft/prices.yaml"
  done
}

@test "the prices that come with it are those of their source" {
  need_shared reference
  awk -F '\t' '!/^#/ && $3 != "-" { sub(/.*\//, "", $1); print $1 ":", $3, $4, $5, $6 }' "$SHARED/reference/prices.tsv" >want
  [ "$(wc -l <want)" -gt 90 ]
  awk '/^  glm:/ { ours = 1 }
    ours && /^    [^ ]/ { name = $1 }
    function of(member) { return match($0, member ": [0-9.]+") ? substr($0, RSTART + length(member) + 2, RLENGTH - length(member) - 2) : "-" }
    ours && /in: / && !/date: / { print name, of("in"), of("out"), of("cached"), of("reasoning") }' \
    "$ROOT/share/casecraft/prices.yaml" | diff want -
}

@test "prices that are missing or broken are exit 4, where they are needed and nowhere else" {
  mkdir data
  export CASECRAFT_DATADIR=$PWD/data
  assign 4 -s complexity -p glm,qwen <"$records"
  told "no prices (CASECRAFT_DATADIR names their folder): cannot open $PWD/data/prices.yaml: No such file or directory"
  [ ! -s out ]
  echo 'providers: {glm: {m: 3}}' >data/prices.yaml
  assign 4 -s complexity -p glm,qwen <"$records"
  told "$PWD/data/prices.yaml: providers.glm.m must have the numbers in and out, for a million tokens; in a list of up to 8 also \`to\`, rising"
  local options
  set -f
  for options in '-p glm' '-p glm -s random' '-p glm -s pool' '-s complexity --levels simple=glm,medium=glm,complex=glm' \
    '-s complexity -m *:glm'; do
    # shellcheck disable=SC2086 # words
    assign 0 $options <"$records"
    [ ! -s err ]
  done
  set +f
}

@test "every strategy keeps the order, and every byte that is not its own" {
  cat "$records" "$FIXTURES/assign/done.ndjson" "$records" >in
  local options
  set -f
  for options in '-s random -p glm,qwen' '-s complexity -p glm,qwen' '-s manual -m *:qwen' '-s pool -p glm'; do
    # shellcheck disable=SC2086 # words
    assign 0 $options <in
    sed -E 's/,("provider":"[a-z]+"|"candidates":\["glm"\]),"strategy":"[a-z_]+"\}$/}/' out | cmp in -
  done
  set +f
}

@test "providers that are not configured are told all at once, before the first record is read" {
  unset CASECRAFT_QWEN_API_KEY CASECRAFT_KIMI_API_KEY
  run -4 --separate-stderr bash -c '{ cc-assign -p glm,qwen,nonesuch --fallback kimi,other-one -m "/x:deepseek,/y:glm"
    code=$?; cat >rest; exit $code; } <"$1"' - "$records"
  [ -z "$output" ]
  cmp "$records" rest
  [ "${#stderr_lines[@]}" -eq 5 ]
  local variable
  for variable in CASECRAFT_QWEN_API_KEY CASECRAFT_NONESUCH_BASE_URL CASECRAFT_KIMI_API_KEY CASECRAFT_DEEPSEEK_API_KEY \
    other-one; do
    [[ $stderr == *"$variable"* ]] || { echo "$variable is not in"; echo "$stderr"; return 1; }
  done
}

@test "all that is wrong with a command line is told at once" {
  unset CASECRAFT_QWEN_API_KEY
  assign 2 -p glm:0,qwen:2,glm:x -s nonsense -m '/a,/b:nonesuch,:c' --levels simple=glm,tall=qwen --thresholds 9 \
    --fallback qwen,other <"$records"
  [ ! -s out ]
  sed -E 's/^cc-assign: //; s/^(.{40}).*/\1/' err | diff <(cut -c1-40 <<'END'
strategy nonsense is not known: use one of
the map's rule "/a" is not RULE:PROVIDER
the map's rule ":c" is not RULE:PROVIDER
"glm:0" is not a provider with its weight
"glm:x" is not a provider with its weight
--thresholds takes two whole numbers, 0 to
--levels, "tall=qwen": not simple=PROVIDER
provider qwen: CASECRAFT_QWEN_API_KEY is not
provider other is not known: set CASECRAFT_
provider nonesuch is not known: set CASECRAFT
END
  ) -
  assign 4 -p qwen,qwen -m '/a:qwen' --fallback qwen <"$records"
  told 'provider qwen: CASECRAFT_QWEN_API_KEY is not set'
  CASECRAFT_DATADIR=/nowhere assign 4 -s complexity -p qwen,glm <"$records"
  told 'provider qwen: CASECRAFT_QWEN_API_KEY is not set' \
    'no prices (CASECRAFT_DATADIR names their folder): cannot open /nowhere/prices.yaml: No such file or directory'
}

@test "the strategy can come from the settings; -s goes before them" {
  CASECRAFT_PROVIDER_STRATEGY=pool assign 0 -p glm,qwen <"$records"
  [ "$(jq -r .strategy out | uniq)" = pool ]
  CASECRAFT_PROVIDER_STRATEGY=pool assign 0 -p glm,qwen -s round_robin <"$records"
  [ "$(jq -r .strategy out | uniq)" = round_robin ]
  echo 'CASECRAFT_PROVIDER_STRATEGY=odd' >.env
  assign 2 -p glm <"$records"
  grep -q '^cc-assign: strategy odd is not known' err
}

@test "--fallback is checked and gives nobody a record" {
  assign 0 -p glm --fallback qwen,builtin <"$records"
  gives '--fallback' glm glm glm glm glm glm glm glm
  assign 4 -p glm --fallback qwen --fallback nonesuch <"$records"
  grep -q CASECRAFT_NONESUCH_BASE_URL err
  [ ! -s out ]
}

@test "no provider named is exit 2, with the choices" {
  unset CASECRAFT_KIMI_API_KEY
  local options
  for options in '' '--fallback glm' '-s pool'; do
    # shellcheck disable=SC2086 # words
    assign 2 $options <"$records"
    [ ! -s out ]
    [ "$(wc -l <err)" -eq 1 ]
    grep -q 'no provider is named: .*builtin.*glm.*qwen.*kimi.*CASECRAFT_KIMI_API_KEY' err || { cat err; return 1; }
  done
}

@test "wrong usage is exit 2, one line on stderr, nothing on stdout" {
  local words message
  while IFS='|' read -r words message; do
    # shellcheck disable=SC2086 # words
    assign 2 $words <"$records"
    [ ! -s out ]
    grep -qF -- "$message" err || { echo "$words:"; cat err; return 1; }
    [ "$(wc -l <err)" -eq 1 ]
  done <<'END'
-p glm -s nonsense|strategy nonsense is not known: use one of round_robin, random, complexity, manual, pool
-p glm:|"glm:" is not a provider with its weight: NAME:N, N a whole number from 1 to 1000
-p glm:1001|"glm:1001" is not a provider with its weight
-p glm:1.5|"glm:1.5" is not a provider with its weight
-p :2,glm|":2" is not a provider with its weight
-p glm:2:3|"glm:2:3" is not a provider with its weight
-p glm:2,qwen -s pool|weights of providers belong to round_robin and random, not to pool
-p glm:2,qwen -s complexity|weights of providers belong to round_robin and random, not to complexity
-p glm --levels simple=glm,medium=glm,complex=glm|--levels belongs to -s complexity
-p glm --thresholds 1,2|--thresholds belongs to -s complexity
-s complexity --levels simple=glm,complex=glm|--levels names no provider for the level medium
-s complexity --levels simple=glm+,medium=glm,complex=glm|--levels, simple: "" is not the name of a provider
-s complexity --levels simple=,medium=glm,complex=glm|--levels, simple: "" is not the name of a provider
-s complexity --levels simple=glm:2,medium=glm,complex=glm|--levels, simple: "glm:2" is not the name of a provider
-s complexity --levels simple|--levels, "simple": not simple=PROVIDER
-s complexity --levels hard=glm|--levels, "hard=glm": not simple=PROVIDER
-p glm -s complexity --thresholds 5|--thresholds takes two whole numbers
-p glm -s complexity --thresholds 5,10,15|--thresholds takes two whole numbers
-p glm -s complexity --thresholds 10,5|--thresholds takes two whole numbers
-p glm -s complexity --thresholds 5,5|--thresholds takes two whole numbers
-p glm -s complexity --thresholds -1,5|--thresholds takes two whole numbers
-p glm -s complexity --thresholds a,b|--thresholds takes two whole numbers
-p glm -s random --seed x|option --seed takes a whole number
-p glm -s random --seed -1|option --seed takes a whole number
-p glm -s manual|strategy manual needs a map
-p glm -m /users|the map's rule "/users" is not RULE:PROVIDER
-p glm -m rules.txt|the map's rule "rules.txt" is not RULE:PROVIDER (-m @FILE names a file of rules)
-p glm -m /users:|the map's rule "/users:" is not RULE:PROVIDER
-p glm -m :glm|the map's rule ":glm" is not RULE:PROVIDER
-p glm -m ,|the map is empty
-p glm -s pool -s pool|option --strategy is given twice
-p glm --nonsense|unknown option --nonsense
-p|option --providers needs a value
--reassign=yes|option --reassign takes no value
END
  run -0 --separate-stderr cc-assign --help
  [[ $output == 'usage: cc-assign '* && $output == *--reassign* && -z $stderr ]]
  run -0 cc-assign --version
  [ "$output" = "cc-assign (casecraft) $(cat "$ROOT/VERSION")" ]
}

@test "the list comes from CASECRAFT_PROVIDERS, and from .env in the working directory; -p goes before both" {
  CASECRAFT_PROVIDERS=glm,qwen assign 0 <"$records"
  gives environment glm qwen glm qwen glm qwen glm qwen
  CASECRAFT_PROVIDERS=glm,qwen assign 0 -p kimi <"$records"
  gives '-p' kimi kimi kimi kimi kimi kimi kimi kimi
  CASECRAFT_PROVIDER=kimi assign 0 <"$records"
  gives CASECRAFT_PROVIDER kimi kimi kimi kimi kimi kimi kimi kimi
  printf '# mine\nexport CASECRAFT_PROVIDERS="qwen, kimi" # two\n' >.env
  assign 0 <"$records"
  gives .env qwen kimi qwen kimi qwen kimi qwen kimi
  CASECRAFT_PROVIDERS=glm assign 0 <"$records"
  gives 'the environment before .env' glm glm glm glm glm glm glm glm
  unset CASECRAFT_QWEN_API_KEY
  assign 4 <"$records"
  grep -q CASECRAFT_QWEN_API_KEY err
  echo 'CASECRAFT_QWEN_API_KEY=secret-of-mine' >>.env
  assign 0 -v <"$records"
  run ! grep -r secret-of-mine out err
}

@test "a line that is no record is told by its number; what came before it is written, and exit 3" {
  local line message
  while IFS='|' read -r line message; do
    { head -2 "$records"; echo; echo "$line"; tail -2 "$records"; } >in
    assign 3 -p glm in
    gives "$line" glm glm
    told "in:4: not a record: $message" || { echo "$line"; return 1; }
    assign 3 -p glm <in
    told "stdin:4: not a record: $message"
  done <<'END'
not json|at byte 0: a value is expected
{"id":"a"|at byte 9: the text ends before its last bracket
{"id":"a"} {}|at byte 11: something stands behind the value
[1]|no JSON object
{"seq":1}|member "id", a text, is missing
{"id":7}|member "id", a text, is missing
{"id":""}|member "id", a text, is missing
{"id":"a","id":"b"}|member "id" stands twice
{"id":"a","provider":"x","provider":"y"}|member "provider" stands twice
END
}

@test "a bad file does not keep the others from being read" {
  echo 'not json' >bad
  assign 3 -p glm "$records" bad "$records"
  [ "$(wc -l <out)" -eq 16 ]
}

@test "empty input, blank lines and a last line without its end" {
  assign 0 -p glm </dev/null
  [ ! -s out ]
  printf '\n  \n{"id":"a"}\n\n{"id":"b"}' >in
  assign 0 -p glm <in
  printf '%s\n' '{"id":"a","provider":"glm","strategy":"round_robin"}' '{"id":"b","provider":"glm","strategy":"round_robin"}' |
    cmp - out
}

@test "records come out while the input is still open" {
  mkfifo pipe
  cc-assign -p glm <pipe >out 3>&- &
  local pid=$!
  exec 7>pipe
  head -1 "$records" >&7
  for _ in $(seq 500); do
    [ -s out ] && break
    sleep 0.02
  done
  [ "$(wc -l <out)" -eq 1 ]
  exec 7>&-
  wait $pid
}

@test "SIGTERM and SIGINT: the input is read to its end, then the exit is that of the signal" {
  local signal want pid code
  for signal in TERM INT; do
    want=$([ $signal = TERM ] && echo 143 || echo 130)
    rm -f pipe out
    mkfifo pipe
    interruptible cc-assign -p glm,qwen <pipe >out 2>err 3>&- &
    pid=$!
    exec 7>pipe
    head -2 "$records" >&7
    for _ in $(seq 500); do
      [ "$(wc -l <out)" -eq 2 ] && break
      sleep 0.02
    done
    kill -$signal $pid
    sleep 0.1
    kill -0 $pid
    tail -n +3 "$records" >&7
    exec 7>&-
    code=0
    wait $pid || code=$?
    [ "$code" -eq "$want" ] || { echo "SIG$signal: exit code $code"; cat err; return 1; }
    gives "after SIG$signal" glm qwen glm qwen glm qwen glm qwen
  done
}

@test "a second signal ends it at once" {
  mkfifo pipe
  cc-assign -p glm <pipe >out 2>err 3>&- &
  local pid=$! code=0
  exec 7>pipe
  head -1 "$records" >&7
  for _ in $(seq 500); do
    [ -s out ] && break
    sleep 0.02
  done
  kill -TERM $pid
  sleep 0.1
  kill -TERM $pid
  wait $pid || code=$?
  exec 7>&-
  [ "$code" -eq 143 ]
}

@test "a reader that goes away is exit 141, a stdout that cannot be written exit 4" {
  jq -nc 'range(4000) | {id: "GET /\(.)", pad: ("x" * 100)}' >many
  run -0 --separate-stderr bash -c 'cc-assign -p glm many | head -1; echo "${PIPESTATUS[*]}"'
  [ "${lines[1]}" = '141 0' ]
  [ -z "$stderr" ]
  run -4 --separate-stderr bash -c 'cc-assign -p glm many >/dev/full'
  [ "$stderr" = 'cc-assign: cannot write to stdout: No space left on device' ]
  run -4 --separate-stderr bash -c 'cc-assign -p glm many >&-'
  [ "$stderr" = 'cc-assign: cannot write to stdout: Bad file descriptor' ]
  run -4 --separate-stderr bash -c 'cc-assign -p glm <&-'
  [ "$stderr" = 'cc-assign: stdin: cannot read: Bad file descriptor' ]
}
