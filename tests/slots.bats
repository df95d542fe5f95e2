# The slots of a provider as processes of cc-call share them: who is next, what waiting costs, who has died.
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  provider_start
  export CASECRAFT_TEST_BASE_URL=$PROVIDER_URL/v1
}

teardown() {
  provider_stop
}

# chats FIRST LAST: records that bring messages, numbered so.
chats() {
  seq "$1" "$2" | sed 's/.*/{"id":"&","messages":[{"role":"user","content":"hello"}]}/'
}

# one_by_one NAME N: a cc-call that is given N records, each when the one before it is answered.  Each answer
# goes into NAME, and NAME into the file order.
one_by_one() {
  local i line to from caller
  mkfifo "$1.in" "$1.out"
  cc-call -p test <"$1.in" >"$1.out" 3>&- &
  caller=$!
  exec {to}>"$1.in" {from}<"$1.out"
  for ((i = 1; i <= $2; i++)); do
    chats "$i" "$i" >&"$to"
    read -r line <&"$from" || return
    printf '%s\n' "$line" >>"$1"
    echo "$1" >>order
  done
  exec {to}>&-
  wait "$caller"
  exec {from}<&-
}

# share CAP MS NAME...: a cc-call each, side by side, 30 records one by one, answered in so many ms.
share() {
  local cap=$1 ms=$2 name callers=()
  shift 2
  export CASECRAFT_TEST_WORKERS=$cap CASECRAFT_TEST_MODEL="delay=$ms"
  rm -f order "${@/%/.in}" "${@/%/.out}" "$@"
  for name; do
    one_by_one "$name" 30 3>&- &
    callers+=($!)
  done
  for name in "${callers[@]}"; do
    wait "$name" || return
  done
}

# fair MOST NAME...: while all of them had records, none saw more than so many answers of others in a row, and
# none of its records waited long.
fair() {
  local most=$1 name run
  shift
  awk -v all=$# '{ if (!seen[$1]++) begun++; if (begun == all) print; if (seen[$1] == 30) exit }' order >busy
  for name; do
    run=$(awk -v name="$name" '{ run = $1 == name ? 0 : run + 1; if (run > worst) worst = run } END { print worst + 0 }' busy)
    wait=$(jq -s 'map(.attempts[0].wait_ms) | max' "$name")
    echo "# $name: $(wc -l <"$name") answers, at most $run of others in a row, waited at most $wait ms"
    [ "$(wc -l <"$name")" = 30 ] || return
    [ "$run" -le "$most" ] || return
    [ "$wait" -lt 2000 ] || return
  done
}

@test "two processes that want one slot get it in turns" {
  share 1 30 a b
  fair 8 a b
  [ "$(provider_stat .max_in_flight)" = 1 ]
}

@test "three processes that want one slot get it in turns" {
  share 1 2 a b c
  fair 10 a b c
  share 1 30 a b c
  fair 10 a b c
  [ "$(provider_stat .max_in_flight)" = 1 ]
}

@test "four processes that want two slots, or three, get them in turns" {
  share 2 30 a b c d
  fair 12 a b c d
  [ "$(provider_stat .max_in_flight)" = 2 ]
  share 3 5 a b c d
  fair 12 a b c d
  # How many of so short calls meet is the machine's.
  [ "$(provider_stat .max_in_flight)" -le 3 ]
}

@test "four processes that want three slots take all three, and no more" {
  export CASECRAFT_TEST_WORKERS=3 CASECRAFT_TEST_MODEL=stall=0
  chats 1 1 >one
  callers=()
  for name in a b c d; do
    cc-call -p test <one >"$name" 3>&- &
    callers+=($!)
  done
  until_true stat_is .in_flight 3
  sleep 0.3
  stat_is '.requests, .max_in_flight | tostring' $'3\n3'
  killed "${callers[@]}"
}

@test "one that has many records leaves slots to one that has few" {
  export CASECRAFT_TEST_WORKERS=2 CASECRAFT_TEST_MODEL=delay=10
  mkfifo many
  chats 1 1000 >in
  interruptible cc-call -p test <in >many 3>&- &
  caller=$!
  exec 8<many
  until_true stat_is .in_flight 2
  one_by_one few 20
  [ "$(wc -l <few)" = 20 ]
  kill -INT "$caller"
  answered=$(grep -c '"reply"' <&8)
  wait "$caller" || [ $? = 130 ]
  # How many the one gets while the other thinks is the machine's; how long the other waits is ours.
  wait=$(jq -s 'map(.attempts[0].wait_ms) | sort | .[10]' few)
  echo "# $answered answers of the one, 20 of the other, which waited $wait ms in the median"
  [ "$answered" -lt 1000 ]
  [ "$wait" -le 200 ]
}

# holder: a cc-call that has the one slot for ever; sets its process id, holder.
holder() {
  export CASECRAFT_TEST_WORKERS=1
  chats 1 1 >one
  CASECRAFT_TEST_MODEL=stall=0 cc-call -p test <one >held 3>&- &
  holder=$!
  until_true stat_is .in_flight 1
}

# killed PID...: and their end waited for, without the shell's word on it.
killed() {
  local pid
  kill -9 "$@"
  for pid; do
    wait "$pid" 2>killed || true
  done
}

# waiter NAME: a cc-call that waits behind it; sets its process id, waiter.
waiter() {
  CASECRAFT_TEST_MODEL=content=ok cc-call -p test <one >"$1" 3>&- &
  waiter=$!
}

@test "processes that are killed, while they wait or work, are waited for no more" {
  holder
  waiter first
  first=$waiter
  sleep 0.3
  waiter second
  sleep 0.3
  waiter third
  killed "$first"
  sleep 0.3
  [ "$(provider_stat .requests)" = 1 ]
  killed "$holder"
  wait "$waiter"
  until_true test -s second
  [ ! -s first ]
  [ "$(provider_stat .requests)" = 3 ]
}

# cpu PID: hundredths of a second that it has used.
cpu() {
  awk -v second="$(getconf CLK_TCK)" '{ sub(/.*\) /, ""); print int(($12 + $13) * 100 / second) }' "/proc/$1/stat"
}

@test "waiting costs next to nothing" {
  holder
  waiter first
  first=$waiter
  waiter second
  sleep 1
  before=$(($(cpu "$first") + $(cpu "$waiter")))
  sleep 3
  used=$(($(cpu "$first") + $(cpu "$waiter") - before))
  killed "$holder" "$first" "$waiter"
  echo "# two that wait 3 s use $used hundredths of a second"
  [ "$used" -le 10 ]
}
