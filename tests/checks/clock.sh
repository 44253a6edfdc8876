#!/usr/bin/env bash
# Clocks that disagree by more than a year, either way, and one that steps in the middle of a session: calls
# go on, since no certificate has a date that a clock can reach and nothing waits by the date.
# timeout: 240
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
for part in shell packages; do
  # shellcheck source=/dev/null
  . "$root/tests/install/$part.sh"
done

skipped() {
  echo "skipped: $*"
  exit 77
}
failed() {
  echo "FAILED: $*"
  exit 1
}
find_library() { find /usr/lib /usr/local/lib -name libfaketime.so.1 2>/dev/null | head -n 1; }
library=$(find_library)
if [ -z "$library" ]; then
  if ! may_install || ! install_packages libfaketime; then
    skipped "missing; install it with: $(install_command libfaketime)"
  fi
  library=$(find_library)
fi
[ -n "$library" ] || skipped "the package libfaketime holds no libfaketime.so.1 here"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# As a clock that was set wrong: its date is off, its monotonic time is not. (The library's own mend
# for an old glibc makes timed waits of newer ones return at once.)
export FAKETIME_DONT_FAKE_MONOTONIC=1 FAKETIME_FORCE_MONOTONIC_FIX=0
year() { date -d "$1 days" +%Y; }
now=$(date +%Y)

# session NAME: runs a jshell whose snippets come on standard input; shows and keeps what it prints.
session() {
  { cat; echo /exit; } >"$work/$1.jsh"
  "$root/openmodal" jshell -- -s "$work/$1.jsh" </dev/null >"$work/$1.txt" 2>&1 || true
  sed "s/^/$1: /" "$work/$1.txt"
}
expect() {
  grep -qx -e "$2" "$work/$1.txt" || failed "$1: no line '$2'"
}

snippets='
int year() { return java.time.LocalDate.now().getYear(); }
var there = app("clock").function(() -> year() + " " + System.getenv("LD_PRELOAD"))@W@;
System.out.println("here " + year());
for (int i = 0; i < 3; i++) System.out.println("there " + there.remote());
String timed() { long start = System.nanoTime(); try { app("clock").action(() -> { while (true) {} })@W@.timeout(java.time.Duration.ofSeconds(1)).remote(); return "returned"; } catch (OpenModalException e) { return e.code() + " " + ((System.nanoTime() - start) / 1_000_000_000 < 5); } }
System.out.println("timeout " + timed());
System.out.println("next " + app("clock").function(() -> 42)@W@.remote());'

for offset in +400 -400; do
  name=client$offset
  LD_PRELOAD=$library FAKETIME="${offset}d" session "$name" <<<"${snippets//@W@/}"
  expect "$name" "here $(year $offset)"
  expect "$name" "there $now null"
  expect "$name" "timeout TIMEOUT true"
  expect "$name" "next 42"

  name=worker$offset
  wrong=".env(\"LD_PRELOAD\", \"$library\").env(\"FAKETIME\", \"${offset}d\").env(\"FAKETIME_DONT_FAKE_MONOTONIC\", \"1\").env(\"FAKETIME_FORCE_MONOTONIC_FIX\", \"0\")"
  session "$name" <<<"${snippets//@W@/$wrong}"
  expect "$name" "here $now"
  expect "$name" "there $(year $offset) $library"
  expect "$name" "timeout TIMEOUT true"
  expect "$name" "next 42"
done

# The clocks of both step, each by itself, while the worker is warm: first on, then back.
for side in client worker; do
  file=$work/$side.clock
  echo +0 >"$file"
  wrong=""
  [ "$side" = client ] || wrong=".env(\"LD_PRELOAD\", \"$library\").env(\"FAKETIME_TIMESTAMP_FILE\", \"$file\").env(\"FAKETIME_NO_CACHE\", \"1\").env(\"FAKETIME_DONT_FAKE_MONOTONIC\", \"1\").env(\"FAKETIME_FORCE_MONOTONIC_FIX\", \"0\")"
  steps="
int year() { return java.time.LocalDate.now().getYear(); }
var there = app(\"clock\").function(() -> year() + \" \" + ProcessHandle.current().pid())$wrong;
void step(String by) throws Exception { java.nio.file.Files.writeString(java.nio.file.Path.of(\"$file\"), by); String[] t = there.remote().split(\" \"); System.out.println(by + \" here \" + year() + \" there \" + t[0]); pids.add(t[1]); System.out.println(\"workers \" + pids.size()); }
var pids = new TreeSet<String>();
step(\"+0\"); step(\"+400d\"); Thread.sleep(1500); step(\"+400d\"); step(\"-400d\"); Thread.sleep(1500); step(\"-400d\"); step(\"+0\");"
  name=step-$side
  if [ "$side" = client ]; then
    LD_PRELOAD=$library FAKETIME_TIMESTAMP_FILE=$file FAKETIME_NO_CACHE=1 session "$name" <<<"$steps"
    expect "$name" "+400d here $(year +400) there $now"
    expect "$name" "-400d here $(year -400) there $now"
  else
    session "$name" <<<"$steps"
    expect "$name" "+400d here $now there $(year +400)"
    expect "$name" "-400d here $now there $(year -400)"
  fi
  expect "$name" "+0 here $now there $now"
  [ "$(grep -cx 'workers 1' "$work/$name.txt")" = 6 ] || failed "$name: not one worker for all six calls"
done
