#!/usr/bin/env bash
# 1,000 edits (OPENMODAL_EDITS) of one lambda in one session: the worker's classes and metaspace level off, our home
# folder stays bounded, and nothing is left in the temporary folder.
# timeout: 300
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
if [ "${1:-}" != inside ]; then
  # A temporary folder of its own, so that whatever is left in it is ours. The checkout may be in it.
  if unshare -m true 2>/dev/null; then
    seen=$(mktemp -d /dev/shm/openmodal-edits-XXXXXX)
    status=0
    unshare -m bash -c 'mount --bind "$1" "$2" && mount -t tmpfs tmpfs /tmp && cd / &&
      exec bash "$2/tests/checks/edits.sh" inside' edits "$root" "$seen" || status=$?
    rmdir "$seen"
    exit $status
  fi
  echo "skipped: mount namespaces are not allowed here"
  exit 77
fi

edits=${OPENMODAL_EDITS:-1000}
early=$((edits * 2 / 5))
export OPENMODAL_HOME
OPENMODAL_HOME=$(mktemp -d /dev/shm/openmodal-home-XXXXXX)
script=$(mktemp /dev/shm/openmodal-edits-XXXXXX.jsh)
trap 'rm -rf "$OPENMODAL_HOME" "$script"' EXIT
{
  echo 'var app = app("edits"); int wrong = 0;'
  cat <<'JSH'
String look() { System.gc(); long metaspace = 0; for (var pool : java.lang.management.ManagementFactory.getMemoryPoolMXBeans()) if (pool.getName().equals("Metaspace")) metaspace = pool.getUsage().getUsed(); return java.lang.management.ManagementFactory.getClassLoadingMXBean().getLoadedClassCount() + " " + metaspace + " " + ProcessHandle.current().pid(); }
JSH
  for i in $(seq 1 "$edits"); do
    echo "int twice(int x) { return x * 2 + $i; }"
    echo "if (app.function((Integer n) -> twice(n) + $i).remote(1) != 2 + 2 * $i) wrong++;"
    if [ $((i % (edits / 5))) = 0 ]; then echo "System.out.println(\"AT $i \" + app.function(() -> look()).remote());"; fi
  done
  echo 'System.out.println("WRONG " + wrong);'
  echo '/exit'
} >"$script"
printed=$("$root/openmodal" jshell --execution local -- -s "$script" </dev/null 2>&1)
echo "$printed"
grep -qx 'WRONG 0' <<<"$printed"

classes() { sed -n "s/^AT $1 \([0-9]*\) .*/\1/p" <<<"$printed"; }
metaspace() { sed -n "s/^AT $1 [0-9]* \([0-9]*\) .*/\1/p" <<<"$printed"; }
[ "$(sed -n 's/^AT [0-9]* [0-9]* [0-9]* //p' <<<"$printed" | sort -u | wc -l)" = 1 ] || { echo "FAILED: more than one worker"; exit 1; }
[ "$(classes "$edits")" -le $(($(classes "$early") + 200)) ] || { echo "FAILED: loaded classes grow"; exit 1; }
[ "$(metaspace "$edits")" -le $(($(metaspace "$early") * 11 / 10)) ] || { echo "FAILED: metaspace grows"; exit 1; }

# Beside the unpacked jars of this build and the class-data archive, which are made once.
size=$(du -sk --exclude=lib --exclude=archive "$OPENMODAL_HOME" | cut -f1)
echo "home folder without the unpacked jars and the archive: $size KiB"
[ "$size" -le 1024 ] || { echo "FAILED: the home folder grows"; du -k "$OPENMODAL_HOME" | tail -5; exit 1; }
for _ in $(seq 1 50); do
  left=$(find /tmp -mindepth 1 -maxdepth 1 ! -name 'hsperfdata_*' -printf '%f\n') # the JVM's own
  [ -n "$left" ] || break
  sleep 0.2
done
[ -z "$left" ] || { echo "FAILED: left in the temporary folder:"; ls -la /tmp; exit 1; }
find "$OPENMODAL_HOME/run" -mindepth 1 | head
