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
    "warning: the map's rule GET /none:kimi matched no operation" \
    "warning: the map's rule /user:qwen matched no operation"
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
-p glm -s nonsense|strategy nonsense is not known: use one of round_robin, 
-p glm -s manual|strategy manual needs a map
-p glm -m /users|the map's rule "/users" is not RULE:PROVIDER
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
    # A background job of a script ignores SIGINT, unless job control is on.
    set -m
    cc-assign -p glm,qwen <pipe >out 2>err 3>&- &
    pid=$!
    set +m
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
