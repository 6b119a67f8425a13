#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What the server must hold against the world, measured from outside and printed as a table.
#
#   bench/gate.sh PROGRAM FOLDER QUERIES [idle|overload|share|reference|slow]...
#
# PROGRAM is aplomb, FOLDER holds articles, QUERIES has a query a line, behind the last tab. Needs
# bench_load and bench_in_process (preset release, or BENCH=their folder), nginx, curl and
# slowhttptest. Everything runs on loopback for at most 40 seconds a step, and is stopped at the
# end. What each step printed stays in the folder that is named at the end.
set -euo pipefail
export LC_ALL=C

here=$(dirname "$(readlink -f "$0")")
readonly here
readonly bench=${BENCH:-$here/../build/release/bench}
readonly ROUNDS=3
readonly IDLE=10000

work=$(mktemp -d "${TMPDIR:-/tmp}/aplomb-gate.XXXXXX")
declare -A running=() # processes to be stopped at the end, our own only

# stop PROCESS: and waits for it where it is a child.
stop() {
  unset "running[$1]"
  kill "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}

stop_all() {
  local process
  for process in "${!running[@]}"; do stop "$process"; done
}
trap stop_all EXIT

# figure NAME FILE: what bench_load printed by that name; "none" where it did not.
figure() { awk -v name="$1" '$1 == name { value = $2 } END { print value == "" ? "none" : value }' "$2"; }

# calc EXPRESSION: as awk understands it; "none" in it makes "none".
calc() {
  if [[ $1 == *none* ]]; then
    echo none
  else
    awk "BEGIN { printf \"%.3f\", $1 }" 2>/dev/null || echo none
  fi
}

# median VALUE...: "none" where one of them is missing.
median() {
  if [[ " $* " == *' none '* ]]; then
    echo none
  else
    printf '%s\n' "$@" | sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
  fi
}

row() { printf '| %s | %s | %s | %s |\n' "$1" "$2" "$3" "$4"; }
note() { row "$1" '' "$2" ''; }

# judge WHAT VALUE <=|>= LIMIT
judge() {
  local verdict=MISSED
  [[ $2 == none ]] || ! awk "BEGIN { exit !($2 $3 $4) }" || verdict=ok
  row "$1" "$3 $4" "$2" "$verdict"
}

start_server() {
  : >"$work/server.out"
  "$program" serve --data "$work/data" --listen 127.0.0.1:0 >"$work/server.out" \
    2>"$work/server.err" &
  server=$!
  running[$server]=1
  local try
  for ((try = 0; try < 100; ++try)); do
    address=$(sed -n 's|.*ready at http://\([^/]*\)/.*|\1|p' "$work/server.out")
    [[ -z $address ]] || break
    sleep 0.1
  done
  [[ -n $address ]] || { cat "$work/server.err" >&2 && exit 3; }
  # what is cached and allocated once is there before anything is measured
  load warm typing --people 20 --seconds 4
}

# load NAME MODE OPTION...: runs bench_load with queries and the token; what it prints is
# $work/NAME.
load() {
  local -r name=$1 mode=$2
  shift 2
  "$bench/bench_load" "$mode" "$address" --pid "$server" --queries "$queries" \
    --header "Authorization: Bearer $token" "$@" >"$work/$name"
}

# failed NAME KIND...: how many requests of these kinds were not answered with 200.
failed() {
  local -r name=$1
  shift
  local kind sum=0
  for kind in "$@"; do
    sum=$(awk -v kind="$kind" -v sum="$sum" \
      '$1 == kind "_failed" || ($1 ~ "^" kind "_[3-5][0-9][0-9]$") { sum += $2 } END { print sum }' \
      "$work/$name")
  done
  echo "$sum"
}

growth() { calc "$(figure server_rss_mb_after "$work/$1") - $(figure server_rss_mb_before "$work/$1")"; }

measure_idle() {
  local round kind quiet=() busy=() of_idle=() missing=0 open=$IDLE now
  start_server
  for ((round = 1; round <= ROUNDS; ++round)); do
    load "quiet-$round" typing --people 100 --seconds 8
    load "idle-$round" typing --people 100 --seconds 8 --idle "$IDLE"
    missing=$((missing + $(failed "quiet-$round" search suggest) + $(failed "idle-$round" search suggest)))
    of_idle+=("$(figure server_rss_mb_of_idle "$work/idle-$round")")
    now=$(figure idle_open_at_end "$work/idle-$round")
    ((now >= open)) || open=$now
  done
  for kind in search suggest; do
    quiet=() busy=()
    for ((round = 1; round <= ROUNDS; ++round)); do
      quiet+=("$(figure "${kind}_200_p99_ms" "$work/quiet-$round")")
      busy+=("$(figure "${kind}_200_p99_ms" "$work/idle-$round")")
    done
    note "100 people typing, /$kind p99 without / with $IDLE idle, ms" \
      "$(median "${quiet[@]}") / $(median "${busy[@]}")"
    judge "… the second to the first" "$(calc "$(median "${busy[@]}") / $(median "${quiet[@]}")")" '<=' 1.5
  done
  note "… of which the generator's own lateness, p99, ms" "$(figure generator_late_p99_ms "$work/quiet-$ROUNDS") / $(figure generator_late_p99_ms "$work/idle-$ROUNDS")"
  judge "… idle connections open to the end" "$open" '>=' "$IDLE"
  judge "… requests that failed" "$missing" '<=' 0
  # the first time is what counts: later ones find memory that has been used
  judge "… memory for the idle ones, MB" "${of_idle[0]}" '<=' 60
  stop "$server"
}

measure_overload() {
  local round capacity quiet_p99 ok refused other
  start_server
  # the best of some, so that four times as much is no less than that on a busy machine
  for ((round = 1; round <= ROUNDS; ++round)); do
    load "capacity-$round" closed --connections 8 --seconds 3
  done
  cat "$work"/capacity-? | sort -g -k 2 | awk '$1 == "requests_per_s"' >"$work/capacity"
  capacity=$(figure requests_per_s "$work/capacity")
  load quarter open --connections 64 --rate "$(calc "$capacity / 4")" --seconds 5
  quiet_p99=$(figure open_200_p99_ms "$work/quarter")
  load overload open --connections 256 --rate "$(calc "$capacity * 4")" --seconds 8 \
    --recover "$(calc "$capacity / 4")" --recover-seconds 5 --recover-p99 "$(calc "$quiet_p99 * 2")"
  ok=$(figure open_200 "$work/overload") refused=$(figure open_503 "$work/overload")
  [[ $ok != none ]] || ok=0
  [[ $refused != none ]] || refused=0
  other=$(($(failed overload open) - refused))
  note "capacity, searches a second" "$capacity (generator $(figure generator_cores "$work/capacity-$ROUNDS") cores, server $(figure server_cores "$work/capacity-$ROUNDS"))"
  note "p99 at a quarter of it, ms" "$quiet_p99"
  note "at four times: answered a second, share refused" \
    "$(figure requests_per_s "$work/overload"), $(calc "$refused / ($ok + $refused + $other)")"
  judge "… p99 of what is answered, ms" "$(figure open_200_p99_ms "$work/overload")" '<=' 100
  judge "… p99 of the 503s, ms" "$(figure open_503_p99_ms "$work/overload")" '<=' 100
  judge "… neither answered nor refused" "$other" '<=' 0
  judge "… what is answered, to capacity" "$(calc "$(figure requests_per_s "$work/overload") / $capacity")" '>=' 0.7
  judge "… recovery, ms (never: none)" "$(figure recovery_ms "$work/overload" | sed s/never/none/)" '<=' 1000
  note "… memory grew by, MB" "$(growth overload)"
  stop "$server"
}

measure_share() {
  local round cores kind by_time=() by_clock=() http=() generator=() inside
  cores=$(nproc)
  start_server
  for ((round = 1; round <= ROUNDS; ++round)); do
    "$bench/bench_in_process" "$work/data" "$queries" 2 5 >"$work/inside-$round"
    load "share-$round" closed --connections 8 --seconds 6
    http+=("$(figure requests_per_s "$work/share-$round")")
    generator+=("$(figure generator_cores "$work/share-$round")")
  done
  note "searches a second over HTTP; generator's cores" "$(median "${http[@]}"); $(median "${generator[@]}")"
  for kind in search answer; do
    by_time=() by_clock=()
    for ((round = 1; round <= ROUNDS; ++round)); do
      inside=$work/inside-$round
      by_time+=("$(calc "$(figure "in_process_${kind}_us" "$inside") / $(figure server_us_per_answer "$work/share-$round")")")
      by_clock+=("$(calc "${http[round - 1]} * $cores / ($cores - ${generator[round - 1]}) / $(figure "in_process_${kind}_per_s" "$inside")")")
    done
    judge "HTTP to in process ($kind), by the server's processor time" "$(median "${by_time[@]}")" '>=' 0.75
    judge "… by the clock, the generator's taken out" "$(median "${by_clock[@]}")" '>=' 0.75
  done
  stop "$server"
}

measure_reference() {
  local workers round reference master processes ours theirs ratios=() times=() base
  start_server
  for workers in 1 auto; do
    base=$work/nginx-$workers ratios=() times=()
    reference=$("$here/nginx_reference.sh" "$base" "http://$address/healthz" "$workers")
    master=$(<"$base/nginx.pid")
    running[$master]=1
    [[ $(curl -s "http://$address/healthz") == "$(curl -s "http://$reference/healthz")" ]] ||
      { echo "nginx answers something else" >&2 && exit 3; }
    read -ra processes <<<"$master $(<"/proc/$master/task/$master/children")"
    for ((round = 1; round <= 5; ++round)); do
      ours=$work/healthz-$workers-$round theirs=$work/nginx-$workers-$round
      "$bench/bench_load" closed "$address" --connections 64 --seconds 2 --pid "$server" >"$ours"
      "$bench/bench_load" closed "$reference" --connections 64 --seconds 2 --pid "${processes[@]}" >"$theirs"
      ratios+=("$(calc "$(figure requests_per_s "$ours") / $(figure requests_per_s "$theirs")")")
      times+=("$(calc "$(figure server_us_per_answer "$theirs") / $(figure server_us_per_answer "$ours")")")
    done
    note "/healthz, last round, requests a second: aplomb / nginx with $workers workers" \
      "$(figure requests_per_s "$ours") / $(figure requests_per_s "$theirs") (generator $(figure generator_cores "$ours") / $(figure generator_cores "$theirs") cores)"
    judge "… median of the ratios" "$(median "${ratios[@]}")" '>=' 1.0
    note "… the same by processor time of the server" "$(median "${times[@]}") ($(figure server_us_per_answer "$ours") / $(figure server_us_per_answer "$theirs") µs an answer)"
    stop "$master"
  done
  stop "$server"
}

# attack NAME COUNT OPTION-OF-SLOWHTTPTEST...: people type while it goes on.
attack() {
  local -r name=$1 count=$2
  shift 2
  local tester before
  before=$(figure server_rss_mb_after "$work/slow-quiet")
  slowhttptest "$@" -c "$count" -r 1000 -l 30 -p 3 >"$work/slowhttptest-$name" 2>&1 &
  tester=$!
  running[$tester]=1
  sleep $((count / 1000 + 2))
  load "slow-$name" typing --people 10 --seconds 10
  stop "$tester"
  note "slowhttptest $name, $count connections: p99, ms (generator late)" \
    "$(figure search_200_p99_ms "$work/slow-$name") ($(figure generator_late_p99_ms "$work/slow-$name"))"
  judge "… to quiet" "$(calc "$(figure search_200_p99_ms "$work/slow-$name") / $(figure search_200_p99_ms "$work/slow-quiet")")" '<=' 3
  judge "… requests that failed" "$(failed "slow-$name" search suggest)" '<=' 0
  judge "… memory grew by, MB" "$(calc "$(figure server_rss_mb_after "$work/slow-$name") - $before")" '<=' 20
}

measure_slow() {
  start_server
  load slow-quiet typing --people 10 --seconds 10
  note "10 people typing, quiet: p99, ms (generator late)" \
    "$(figure search_200_p99_ms "$work/slow-quiet") ($(figure generator_late_p99_ms "$work/slow-quiet"))"
  attack headers 4000 -H -i 2 -x 24 -u "http://$address/"
  attack body 4000 -B -i 2 -x 24 -s 8192 -t POST -f application/json -u "http://$address/api/v1/session"
  attack read 1000 -X -w 1 -y 64 -n 3 -z 8 -k 5 -u "http://$address/openapi.json"
  stop "$server"
}

main() {
  if (($# < 3)); then
    sed -n '3,/^[^#]/{ /^#/!d; s/^# \{0,1\}//; p; }' "$0" >&2
    exit 2
  fi
  program=$(readlink -f "$1") queries=$(readlink -f "$3")
  local step folder=$2
  shift 3
  (($# > 0)) || set -- idle overload share reference slow
  ulimit -n "$(ulimit -Hn)"
  if [[ ! -r $queries ]]; then
    echo "gate.sh: cannot read the queries in $queries" >&2
    exit 3
  fi
  if ! "$program" index --articles "$folder" --data "$work/data" >"$work/index" 2>&1; then
    cat "$work/index" >&2
    exit 3
  fi
  token=$("$program" token new --role agent --name gate --data "$work/data" | tail -n 1)
  row what wanted measured ''
  row --- --- --- ---
  for step in "$@"; do "measure_$step"; done
  echo "what each step printed: $work" >&2
}

main "$@"
