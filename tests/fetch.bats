# cc-fetch, the helper that reads URLs for cc-split, against two loopback providers.
# shellcheck disable=SC2154 # stderr is set by run --separate-stderr
load helper

setup() {
  cd "$BATS_TEST_TMPDIR"
  mkdir scripts
  FETCH=$BUILD/libexec/casecraft/cc-fetch
  provider_start -s scripts
  THERE=$PROVIDER_URL THERE_PID=$PROVIDER_PID
  provider_start -s scripts
  HERE=$PROVIDER_URL
}

teardown() {
  provider_stop
  kill "$THERE_PID"
}

# script NAME LINE...: what both providers answer at /NAME.
script() {
  printf '%s\n' "${@:2}" >"scripts/$1.script"
}

# fetch URL...: the answers to out, the exit code in $code.
fetch() {
  code=0
  printf '%s\n' "$@" | timeout 60 "$FETCH" "${options[@]}" >out 2>err || code=$?
  [ ! -s err ] || { cat err; return 1; }
}

# says TEXT URL: the URL is answered by an error that says this, and names no URL of ours twice.
says() {
  fetch "$2"
  [ "$code" = 1 ] || { echo "$2: exit $code"; return 1; }
  jq -es --arg text "$1" 'length == 1 and (.[0] | keys == ["error"] and (.error | contains($text)))' out >check ||
    { echo "$2 says not '$1' but $(cat out)"; return 1; }
}

# saw URL FILTER: of the last request that came to that provider.
saw() {
  curl -s "$1/__last" >last
  jq -e "$2" last >check || { echo "not so: $2"; cat last; return 1; }
}

options=()

@test "a URL is answered by a line, and as many bytes as it says" {
  fetch "$HERE/body=hello" "$HERE/body=" "$HERE/body=two%0Alines%0A#fragment"
  printf '{"url":"%s/body=hello","bytes":5}\nhello' "$HERE" >want
  printf '{"url":"%s/body=","bytes":0}\n' "$HERE" >>want
  printf '{"url":"%s/body=two%%0Alines%%0A","bytes":10}\ntwo\nlines\n' "$HERE" >>want
  diff want out
  [ "$code" = 0 ]
}

@test "a request is a plain GET of casecraft, and blank lines are none" {
  printf '\n%s\n \n%s' "$HERE/body=x?a=b" "$HERE/body=y?a=b" | "$FETCH" >out
  saw "$HERE" '.method == "GET" and .path == "/body=y?a=b" and .body == ""
    and .headers["user-agent"] == "casecraft/'"$(cat "$ROOT/VERSION")"'"
    and (.headers | has("authorization") or has("cookie") or has("referer") | not)'
  [ "$(provider_stat .requests)" = 2 ]
}

@test "bytes come as they are, chunked, compressed, and to the end of the connection" {
  head -c 300000 /dev/urandom >scripts/noise
  gzip -c scripts/noise >scripts/noise.gz
  script plain 'body-file noise'
  script chunked 'body-file noise' 'chunk 1000'
  script closed 'body-file noise' 'close'
  script gzip 'header Content-Encoding: gzip' 'body-file noise.gz'
  for name in plain chunked closed gzip; do
    fetch "$HERE/$name"
    [ "$(head -n 1 out)" = "{\"url\":\"$HERE/$name\",\"bytes\":300000}" ]
    tail -n +2 out | cmp - scripts/noise
  done
}

@test "all URLs of a server share a connection" {
  script away 'status 302' 'header Location: /body=moved'
  fetch "$HERE"/{body=a,status=404,away,body=b}
  [ "$(grep -o '"bytes"\|"error"' out | grep -c .)" = 4 ]
  [ "$(provider_stat .requests)" = 5 ]
  [ "$(provider_stat .connections)" = 1 ]
}

@test "redirects are followed, ten of them" {
  script ten 'status 301' 'header Location: ten' 'times 10' 'then' 'body end'
  script eleven 'status 302' 'header Location: ?again' 'times 11' 'then' 'body end'
  script loop 'status 302' 'header Location: /loop'
  fetch "$HERE/ten"
  [ "$(cat out)" = "{\"url\":\"$HERE/ten\",\"bytes\":3}"$'\n'end ]
  says 'more than 10 redirects' "$HERE/eleven"
  says 'more than 10 redirects' "$HERE/loop"
  [ "$(provider_stat .scripts.loop.requests)" = 11 ]
  for status in 301 302 303 307 308; do
    script "go-$status" "status $status" "header Location: $THERE/body=there#part"
    fetch "$HERE/go-$status"
    [ "$(cat out)" = "{\"url\":\"$THERE/body=there\",\"bytes\":5}"$'\n'there ]
  done
}

@test "an error says what happened and what to do" {
  script nowhere 'status 302'
  script file 'status 302' 'header Location: file:///etc/passwd'
  script ftp 'status 302' 'header Location: ftp://127.0.0.1/x'
  script lost 'status 302' "header Location: $THERE/status=404"
  while IFS='|' read -r text url; do
    says "$text" "$url"
  done <<ROWS
only http and https are fetched, not ftp|ftp://127.0.0.1/x
only http and https are fetched, not file|file:///etc/passwd
this is no URL|spec.yaml
this is no URL|http://u:secret@127.0.0.1:x/
Failed to connect|http://127.0.0.1:1/
redirects to where nothing is fetched: only http and https are fetched, not file|$HERE/file
redirects to where nothing is fetched: only http and https are fetched, not ftp|$HERE/ftp
status 302: |$HERE/nowhere
status 401: the server wants credentials: --header-file|$HERE/status=401
status 403: the server refuses|$HERE/status=403
status 404: there is nothing at this address|$HERE/status=404
status 429: the server wants fewer requests|$HERE/status=429
status 503: the server fails|$HERE/status=503
status 204: |$HERE/status=204
redirected to $THERE/status=404: status 404|$HERE/lost
cut short|$HERE/body=abcdef;cut=3
cut short|$HERE/body=abcdef;chunk=2;cut=9
|$HERE/body=abcdef;reset=3
|$HERE/body=abcdef;reset
ROWS
}

@test "a line that holds no URL is an error of that line alone" {
  printf 'http://h/\0x\nhttp://u:secret@h:x/\r\n%s\n' "$HERE/body=ok" | "$FETCH" >out || code=$?
  [ "$code" = 1 ]
  [ "$(grep -c '^{"error"' out)" = 2 ]
  [ "$(tail -n 1 out)" = ok ]
  run ! grep secret out
}

@test "a line longer than any URL is bad input" {
  head -c 400000 /dev/zero | tr '\0' a | { code=0; "$FETCH" >out 2>err || code=$?; echo $code >code; }
  [ "$(cat code)" = 3 ]
  [ "$(cat err)" = 'cc-fetch: stdin:1: no URL is so long' ]
  [ ! -s out ]
}

@test "a body has a ceiling, before and after it is unpacked" {
  head -c 100000 /dev/zero | gzip >scripts/zeros.gz
  script zeros 'header Content-Encoding: gzip' 'body-file zeros.gz'
  script endless 'body-file zeros.gz' 'chunk 10'
  script announced 'header Content-Length: 101' 'stall'
  options=(--max-bytes 100)
  says 'larger than 100 bytes' "$HERE/endless"
  says 'larger than 100 bytes' "$HERE/announced"
  options=(--max-bytes 99999)
  says 'larger than 99999 bytes' "$HERE/zeros"
  options=(--max-bytes 100000)
  fetch "$HERE/zeros" "$HERE/status=404;body=x"
  [ "$(head -c 30 out)" = "$(head -c 30 <<<"{\"url\":\"$HERE/zeros\",\"bytes\":100000}")" ]
  options=(--max-bytes 3)
  fetch "$HERE/body=abcd" "$HERE/body=abc" "$HERE/status=404;body=abcdef"
  [ "$(grep -c 'larger than 3 bytes' out)" = 1 ]
  [ "$(grep -c 'status 404' out)" = 1 ]
  grep -q '^abc{"error"' out
}

@test "a server that sends nothing more is left, and so is one that takes too long" {
  options=(--stall-seconds 1)
  says 'takes too long' "$HERE/body=abcdef;stall=3"
  options=(--total-seconds 1)
  says 'takes too long' "$HERE/stall"
  script slow 'status 302' 'header Location: /slow' 'delay 400'
  says 'takes' "$HERE/slow"
}

@test "credentials go to the origin of the description, and nowhere else" {
  printf '\357\273\277%s\n' '# keys' >keys
  printf '%s\n' '' 'X-Key: kkkk ' '  ' 'Cookie: a=b; c=d' >>keys
  script here 'status 302' 'header Location: /body=x'
  script there 'status 302' "header Location: $THERE/body=x"
  script trick 'status 302' "header Location: ${THERE/\/\////x:y@}/body=x"
  script name 'status 302' "header Location: ${HERE/127.0.0.1/localhost}/body=x"
  options=(--origin "$HERE" --header-file keys)
  local first=${HERE/\/\////user:ssss@}/body=x
  local all='.headers | .authorization == "Basic dXNlcjpzc3Nz" and .["x-key"] == "kkkk" and .cookie == "a=b; c=d"'
  local none='.headers | has("authorization") or has("x-key") or has("cookie") | not'
  while read -r url which; do
    echo "$url"
    curl -s -X POST "$HERE/__reset" >/dev/null
    curl -s -X POST "$THERE/__reset" >/dev/null
    fetch "$first" "$url"
    [ "$code" = 0 ]
    if [ "$which" = all ]; then saw "$HERE" "$all"; else saw "${!which}" "$none"; fi
    run ! grep -E 'ssss|kkkk|user|x:y' out
  done <<ROWS
$first all
$HERE/here all
$HERE/body=y all
$HERE/there THERE
$HERE/trick THERE
$HERE/name HERE
$THERE/body=x THERE
$THERE/there THERE
${HERE/127.0.0.1/localhost}/body=x HERE
ROWS
  fetch "$first" "${THERE/\/\////other:pppp@}/body=x"
  saw "$THERE" '.headers | .authorization == "Basic b3RoZXI6cHBwcA==" and (has("x-key") | not)'
  fetch "$first" "${THERE/\/\////other:pppp@}/body=x" "$THERE/body=x"
  saw "$THERE" "$none"
}

@test "without --origin no userinfo outlives its URL" {
  fetch "${HERE/\/\////user:ssss@}/body=x"
  saw "$HERE" '.headers.authorization == "Basic dXNlcjpzc3Nz"'
  fetch "${HERE/\/\////user:ssss@}/body=x" "$HERE/body=x"
  saw "$HERE" '.headers | has("authorization") | not'
}

@test "a header file that is not right is told with its line, never with what stands there" {
  while IFS='|' read -r text bytes; do
    printf "$bytes" >keys
    options=(--origin "$HERE" --header-file keys)
    says "$text" "$HERE/body=x"
    run ! grep kkkk out
  done <<'ROWS'
keys:1: "Name: value" is expected|kkkk
keys:3: "Name: value" is expected|A: b\n\nkkkk kkkk: c\n
keys:2: "Name: value" is expected|# x\n: kkkk\n
keys:2: "Name: value" is expected|A: kkkk\n folded: kkkk\n
keys:1: the header has no value|kkkk:\n
keys:1: the header has no value|kkkk: \t \n
keys:1: the line ends with a carriage return|A: kkkk\r\n
keys:1: a control character|A: kk\rkkkk\n
keys:1: a control character|A: kk\0kkkk\n
keys:1: a control character|A: kk\033kkkk\n
ROWS
  mkdir folder
  mkfifo fifo
  head -c 70000 /dev/zero | tr '\0' '#' >long
  while IFS='|' read -r text file; do
    options=(--origin "$HERE" --header-file "$file")
    says "$text" "$HERE/body=x"
  done <<'ROWS'
none: it cannot be opened: No such file|none
folder: it is not a regular file|folder
fifo: it is not a regular file|fifo
/dev/null: it is not a regular file|/dev/null
long: it is larger than 64 KiB|long
ROWS
  [ "$(provider_stat .requests)" = 0 ]
}

@test "proxies are those of the usual variables, and are told nothing that they need not know" {
  printf 'X-Key: kkkk\n' >keys
  env http_proxy="$THERE" "$FETCH" <<<"http://casecraft.invalid/body=x" >out || true
  saw "$THERE" '.path == "http://casecraft.invalid/body=x"'
  env http_proxy="$THERE" no_proxy=127.0.0.1 "$FETCH" <<<"$HERE/body=x" >out
  saw "$HERE" '.path == "/body=x"'
}

@test "wrong usage" {
  run -2 "$FETCH" "$HERE/body=x"
  [ "$output" = 'cc-fetch: URLs come on stdin, not as operands' ]
  run -2 "$FETCH" --header-file keys
  [ "$output" = 'cc-fetch: --header-file needs --origin: the headers go nowhere else' ]
  run -2 "$FETCH" --origin nonsense
  [[ $output = 'cc-fetch: --origin: this is no URL'* ]]
}

gone() {
  ! kill -0 "$1" 2>/dev/null || grep -q '^State:.Z' "/proc/$1/status"
}

@test "when its reader goes, it goes in the middle of a call" {
  mkfifo to from
  "$FETCH" <to >from 2>err 3>&- &
  local pid=$! code=0
  exec 7>to 8<from
  echo "$HERE/delay=60000" >&7
  until_true stat_is .in_flight 1
  exec 8<&-
  until_true gone "$pid"
  wait "$pid" || code=$?
  exec 7>&-
  [ "$code" = 141 ]
  [ ! -s err ]
}

@test "a signal ends it in the middle of a call, and while it waits for a URL" {
  mkfifo to
  for url in "$HERE/delay=60000" ''; do
    "$FETCH" <to >out 2>err 3>&- &
    local pid=$! code=0
    exec 7>to
    [ -z "$url" ] || { echo "$url" >&7; until_true stat_is .in_flight 1; }
    sleep 0.3
    kill "$pid"
    until_true gone "$pid"
    wait "$pid" || code=$?
    exec 7>&-
    [ "$code" = 143 ]
    [ ! -s out ]
    [ ! -s err ]
  done
}

@test "the end of its input ends it, and a full disk is told" {
  run -0 "$FETCH" </dev/null
  [ -z "$output" ]
  [ -e /dev/full ] || skip "there is no /dev/full"
  run -4 bash -c '"$0" <<<"$1/body=x" >/dev/full' "$FETCH" "$HERE"
  [ "$output" = 'cc-fetch: cannot write to stdout: No space left on device' ]
}

# get ROOT HEADER-FILE URL...: cc-split's side of it, in a program beside which cc-fetch is installed.
get() {
  mkdir -p place/bin place/libexec/casecraft
  cp "$BUILD/tests/unit/remote" place/bin
  ln -sf "$FETCH" place/libexec/casecraft/cc-fetch
  place/bin/remote "$@"
}

@test "cc-split's side of it finds the helper and hands on what it says" {
  printf 'X-Key: kkkk\n' >keys
  script moved 'status 302' 'header Location: /body=new'
  local root=${HERE/\/\////user:ssss@}/moved
  get "$root" keys "$root" "$HERE/body=two" "$THERE/status=404" "$THERE/body=three" >out || true
  cat >want <<WANT
$HERE/body=new 3 new
$HERE/body=two 3 two
$THERE/status=404: status 404: there is nothing at this address: look it up
$THERE/body=three 5 three
WANT
  diff want out
  saw "$HERE" '.headers | .["x-key"] == "kkkk" and .authorization == "Basic dXNlcjpzc3Nz"'
  saw "$THERE" '.headers | has("x-key") or has("authorization") | not'
  [ "$(provider_stat .connections)" = 1 ]
  get spec.yaml - "${HERE/\/\////user:ssss@}/status=401" >out || true
  grep -q "^$HERE/status=401: status 401: " out
}

@test "only cc-call and cc-fetch link libcurl" {
  grep -q 'libcurl' "$FETCH"
  grep -q 'libcurl' "$BIN/cc-call"
  for command in cc-split cc-assign cc-fallback cc-merge cc-stats; do
    run ! grep -q 'libcurl\.so' "$BIN/$command"
  done
}
