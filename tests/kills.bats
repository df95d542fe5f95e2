# kill -9 of a whole run, again and again: nothing that was paid for is lost, and nothing is answered twice.
#
#     KILLS  how many times (12; `make torture` 100)
#     SEED   of the moments (1)
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  provider_start
  export CASECRAFT_TEST_BASE_URL=$PROVIDER_URL/v1 CASECRAFT_TEST_MODEL="delay=$((20 + 2 * ${KILLS:-12}));cases" CASECRAFT_TEST_WORKERS=4
  LEDGER=out/.casecraft/ledger.ndjson
  RECORDS=300 CAP=4
}

teardown() {
  provider_stop
}

# kept: how many answers are in the ledger.
kept() {
  { wc -l <"$LEDGER"; } 2>/dev/null || echo 0
}

# due TARGET: so many are, or the run is over.
due() {
  gone || [ "$(kept)" -ge "$1" ]
}

# whole: no document is torn, nor the state.
whole() {
  find out -name '*.json' -exec jq -e 'has("test_cases") or has("endpoints")' {} + >got
  ! grep -qv true got
}

@test "a run of 300 records that is killed again and again, until it is done" {
  local kills=${KILLS:-12} left missing early=0
  jq -n --argjson n $RECORDS '{openapi: "3.0.3", info: {title: "T", version: "1"},
    paths: ([range($n) | {key: "/things/\(.)", value: {get: {responses: {"200": {description: "good"}}}}}] | from_entries)}' >spec.json
  RANDOM=${SEED:-1}
  for ((left = kills; left > 0; left--)); do
    missing=$((RECORDS - $(kept)))
    killed casecraft generate spec.json --provider test -o out
    if ((RANDOM % 4 == 0 || missing < 3 * left)); then
      # While it starts.
      sleep "0.$(printf '%03d' $((RANDOM % 200)))"
    else
      # Behind a share of what is missing, so that the kills last for all of the run.
      until_true due $((RECORDS - missing + 1 + RANDOM % (missing / left)))
      sleep "0.0$(printf '%02d' $((RANDOM % 40)))"
    fi
    ! gone || early=$((early + 1))
    kill -9 -- "-$GROUP" 2>/dev/null || true
    until_true gone
    [ $((left % 10)) != 0 ] || [ ! -e out ] || whole
  done
  run -0 casecraft generate spec.json --provider test -o out -q
  local requests
  requests=$(provider_stat .requests)
  echo "# $kills kills ($early of a run that was over), $requests requests for $RECORDS records" | tee -a /dev/fd/3
  [ "$requests" -ge $RECORDS ]
  [ "$requests" -le $((RECORDS + kills * 2 * CAP)) ]
  [ "$(provider_stat .max_in_flight)" -le $CAP ]
  # Each is answered once in the files, and the state knows it.
  whole
  find out -name '*.json' -not -path '*/.casecraft/*' -exec jq -r 'select(.metadata.provider == "test") | .endpoint_id' {} + | sort >got
  seq 0 $((RECORDS - 1)) | sed 's|^|GET:/things/|' | sort | diff - got
  [ "$(jq '[.endpoints[] | select(.hash and (.failed | not))] | length' out/.casecraft/state.json)" = $RECORDS ]
  # Nothing else is left.
  [ "$(ls -A out/.casecraft)" = $'state.json\nstate.json.lock' ]
  [ -z "$(find out -name '*.tmp')" ]
  run -0 casecraft generate spec.json --provider test -o out -q
  [ "$(provider_stat .requests)" = "$requests" ]
}
