#!/usr/bin/env bash
# No container outlives its client: not where the client is killed, alone or with the Docker Engine, which ends by a
# signal or is killed and stays away for half a minute; with the Engine's live-restore off and on. Others' containers
# are left alone. A map goes on after the Engine's return. And a client that was stopped for longer than its lease is told so once.
# timeout: 900
# sleeps
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
for part in shell packages java docker; do
  # shellcheck source=/dev/null
  . "$root/tests/install/$part.sh"
done
if [ "${DOCKER_HOST:-}" != "unix://$docker_folder/docker.sock" ]; then
  echo "skipped: the Docker Engine here is not one of the tests, which may be ended"
  exit 77
fi
logs=$(build_folder check)
work=$(mktemp -d)
engine_log=$logs/containers-engine.log
client=

end() {
  if [ -n "$client" ]; then kill -KILL "$client" 2>/dev/null || true; fi
  docker rm -f openmodal-test-canary >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap end EXIT

ours() { docker ps -aq --filter label=dev.openmodal.app=containers 2>/dev/null; }

start_client() { start_map 10000; }

# start_map INPUTS: starts a client with a map, and sets client to the process that holds it.
start_map() {
  : >"$work/out"
  OPENMODAL_PROVIDER=local "$root/openmodal" jshell -- -s - >"$work/out" 2>&1 <<JAVA &
var f = app("containers").function((Integer n) -> { Thread.sleep(300); return n; });
var m = f.map(IntStream.range(0, $1).boxed());
var done = new TreeSet<Integer>();
String end = "done ";
System.out.println("\nPID " + ProcessHandle.current().pid());
try { for (var each : m) { done.add(each); if (done.size() == 10) System.out.println("\nRUNS"); } } catch (OpenModalException e) { end = e.code() + " after "; }
System.out.println("\nEND " + end + (end.startsWith("done") ? "" + done.size() : "" + (done.size() >= 10)));
System.out.println("\nAGAIN " + f.remote(7));
JAVA
  await_line RUNS 60
  client=$(sed -n 's/^PID //p' "$work/out")
  [ -n "$(ours)" ] || fail "there are no containers of the client"
}

await_line() { # WORD SECONDS
  local try
  for try in $(seq $(($2 * 10))); do
    if grep -aq "^$1" "$work/out"; then return; fi
    sleep 0.1
  done
  cat "$work/out" >&2
  fail "the client did not say $1 within $2 s"
}

# The containers are gone within 60 s.
await_none() { # WHAT
  local started=$SECONDS
  while [ -n "$(ours)" ]; do
    if [ $((SECONDS - started)) -gt 60 ]; then
      docker ps -a >&2
      fail "$1: containers are there after 60 s"
    fi
    sleep 0.2
  done
  client=
  echo "$1: none is left after $((SECONDS - started)) s"
}

end_engine() { # SIGNAL
  local pid
  pid=$(cat "$docker_folder/docker.pid")
  kill "-$1" "$pid"
  while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
}

# What the tour shows, without what differs from run to run.
shown_by_tour() { # PROVIDER
  OPENMODAL_PROVIDER=$1 "$root/tour" 2>&1 | grep -v '^openmodal: remote code runs' |
    sed -E 's/ +[0-9.]+ (ms|s), (worker [0-9]+|nothing sent)$//; s/pid=[0-9]+/pid=N/; s/read in [0-9]+/read in N/; s/\(worker (pid|container) [^)]*\)/(worker)/'
}

shown_by_tour process >"$work/tour-process"
shown_by_tour local >"$work/tour-local"
diff "$work/tour-process" "$work/tour-local" || fail "the tour shows something else in containers"
grep -q '^==> 12$' "$work/tour-local" || fail "the tour shows no results: $(cat "$work/tour-local")"
echo "the tour shows the same in containers"

canary() { docker inspect -f '{{.State.Running}}' openmodal-test-canary; }

for live in off on; do
  options=()
  [ $live = off ] || options=(--live-restore)
  end_engine TERM
  run_engine "$engine_log" ${options[@]+"${options[@]}"}
  docker run -d --name openmodal-test-canary "$OPENMODAL_IMAGE" sleep 3600 >/dev/null

  start_client
  grep -aq '(local, chosen by OPENMODAL_PROVIDER): container ' "$work/out" || fail "who has chosen containers is not said: $(cat "$work/out")"
  kill -KILL "$client"
  await_none "live-restore $live, client killed"
  [ "$(canary)" = true ] || fail "the container of somebody else has ended"

  start_client
  kill -KILL "$client"
  end_engine TERM
  run_engine "$engine_log" ${options[@]+"${options[@]}"}
  await_none "live-restore $live, client killed, Engine restarted"

  start_client
  kill -KILL "$client" "$(cat "$docker_folder/docker.pid")"
  sleep 30
  run_engine "$engine_log" ${options[@]+"${options[@]}"}
  await_none "live-restore $live, client and Engine killed"
  docker inspect openmodal-test-canary >/dev/null || fail "the container of somebody else is gone"
  docker rm -f openmodal-test-canary >/dev/null
done

# A paused container cannot watch anything; it ends when it goes on.
start_client
paused=$(ours | head -n 1)
docker pause "$paused" >/dev/null
kill -KILL "$client"
sleep 5
docker unpause "$paused" >/dev/null
await_none "client killed, a container paused"

# The Engine ends in the middle of a map, by a signal or killed: the map goes on when it is back, and loses nothing.
for signal in TERM KILL; do
  start_map 200
  end_engine $signal
  sleep 2
  run_engine "$engine_log"
  await_line END 90
  grep -a '^END done 200' "$work/out" || fail "after $signal of the Engine: $(grep -a '^END' "$work/out")"
  client=
done

# A client that ends while its containers start: by SIGTERM it removes what it has made. Killed it may leave one that was
# made in that moment and never started, which the next client removes.
start_and_end() { # SIGNAL SECONDS
  : >"$work/out"
  OPENMODAL_PROVIDER=local "$root/openmodal" jshell -- -s - >"$work/out" 2>&1 <<JAVA &
var f = app("containers").function((Integer n) -> { Thread.sleep(300); return n; }).maxContainers(8);
System.out.println("\nPID " + ProcessHandle.current().pid());
f.map(IntStream.range(0, 1000).boxed()).toList();
JAVA
  await_line PID 30
  client=$(sed -n 's/^PID //p' "$work/out")
  sleep "$2"
  kill "-$1" "$client"
}

for seconds in 0.8 1.2 1.6; do
  start_and_end TERM $seconds
  await_none "client ended by SIGTERM $seconds s after it began"
done
for seconds in 0.7 1.0 1.3 1.6 2.0; do
  start_and_end KILL $seconds
done
client=
sleep 10
echo "of five clients that were killed while their containers started are left: $(ours | wc -l)"
[ -z "$(docker ps -q --filter label=dev.openmodal.app=containers)" ] || fail "containers run on without their client"
echo 'app("other").function(() -> 1).remote();' | OPENMODAL_PROVIDER=local "$root/openmodal" jshell -- -s - >"$work/out" 2>&1
await_none "the next client"

# A worker that somebody starts again has nobody to work for.
start_client
restarted=$(docker ps -q --filter label=dev.openmodal.app=containers | head -n 1)
docker restart -t 1 "$restarted" >/dev/null 2>&1 || true
kill -KILL "$client"
await_none "client killed, a container started again"

# A closed laptop lid: the containers go on without their client.
start_client
kill -STOP "$client"
await_none "client stopped"
client=$(sed -n 's/^PID //p' "$work/out")
kill -CONT "$client"
await_line END 30
await_line AGAIN 60
grep -a "^END LEASE_LAPSED after true" "$work/out" || fail "the client was told: $(grep -a "^END" "$work/out")"
grep -a "^AGAIN 7" "$work/out"

# As it was before.
end_engine TERM
run_engine "$engine_log"

# Kills, pauses and a restart of the Engine at random times: each input comes back once.
cat >"$work/restart" <<SH
root=$root
. "$root/tests/install/shell.sh"
. "$root/tests/install/docker.sh"
run_engine "$engine_log"
SH
python3 "$root/tests/checks/containers-chaos.py" "$root" 1 "$docker_folder/docker.pid" -- bash "$work/restart"
