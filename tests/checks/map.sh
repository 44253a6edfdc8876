#!/usr/bin/env bash
# Maps from jshell: a source of 2,000,000 numbers in a heap of 128 MiB; how many bytes go to two workers for a large
# capture and large jars; spawned calls, and two clients, that do not mix their values.
# timeout: 420
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
for part in shell packages; do
  # shellcheck source=/dev/null
  . "$root/tests/install/$part.sh"
done
failed() {
  echo "FAILED: $*"
  exit 1
}
if ! command -v ss >/dev/null && { ! may_install || ! install_packages iproute2; }; then
  echo "skipped: ss is missing; install it with: $(install_command iproute2)"
  exit 77
fi
work=$(mktemp -d)
export OPENMODAL_HOME=$work/home
trap 'rm -rf "$work"' EXIT
# session NAME OPTIONS: runs a jshell whose snippets come on standard input; keeps and shows what it prints.
session() {
  local name=$1
  shift
  { cat; echo /exit; } >"$work/$name.jsh"
  "$root/openmodal" jshell "$@" -s "$work/$name.jsh" </dev/null >"$work/$name.txt" 2>&1 || true
  sed "s/^/$name: /" "$work/$name.txt" | tail -n 20
}
expect() {
  grep -qx -e "$2" "$work/$1.txt" || failed "$1: no line '$2'"
}

session lazy -- -R-Xmx128m <<'JSH'
var given = new java.util.concurrent.atomic.AtomicLong();
var same = app("lazy").function((Long n) -> n);
String run(long count) { long taken = 0, sum = 0, most = 0; for (long n : same.map(LongStream.range(0, count).peek(n -> given.set(n + 1)).boxed())) { most = Math.max(most, given.get() - taken); taken++; sum += n; } return taken + " " + (sum == count * (count - 1) / 2) + " " + (most <= 10_000); }
System.out.println("LAZY " + run(2_000_000));
JSH
expect lazy "LAZY 2000000 true true"

# Four jars of 10 MiB that cannot be compressed.
jars=
for i in 1 2 3 4; do
  head -c 10485760 /dev/urandom >"$work/random$i"
  (cd "$work" && jar --create --no-compress --file "random$i.jar" "random$i")
  jars+=${jars:+:}$work/random$i.jar
done
session bytes --class-path "$jars" -- <<'JSH'
byte[] held = new byte[12 << 20]; new Random(1).nextBytes(held);
// At the end of a map, before its workers are gone: what this program has sent to them.
long sent() throws Exception { var ss = new ProcessBuilder("ss", "-tinHp").start(); var own = "pid=" + ProcessHandle.current().pid() + ","; long sum = 0; boolean isOwn = false; for (var line : new String(ss.getInputStream().readAllBytes()).split("\n")) { if (!line.startsWith("\t") && !line.startsWith(" ")) isOwn = line.contains(own); var bytes = java.util.regex.Pattern.compile("bytes_sent:(\\d+)").matcher(line); if (isOwn && bytes.find()) sum += Long.parseLong(bytes.group(1)); } return sum; }
var reads = app("bytes").function((Integer n) -> { Thread.sleep(5); return n + held[n]; }).maxContainers(2);
int run() { int wrong = 0, i = 0; for (int r : reads.map(IntStream.range(0, 500).boxed()).inOrder()) { if (r != i + held[i]) wrong++; i++; } return i * 1000 + wrong; }
System.out.println("MAPPED " + run());
double share = sent() / 2.0 / ((12 + 40) << 20);
System.out.println("SHARE " + share);
System.out.println("WITHIN " + (share > 0.2 && share <= 1.05));
byte[] more = new byte[17 << 20];
var large = app("bytes").function((Integer n) -> n + more.length);
try { large.map(List.of(1)).toList(); } catch (OpenModalException e) { System.out.println(e.getMessage().replace("\n", " ")); }
System.out.println("RAISED " + large.captureLimit("64MiB").map(List.of(1, 2)).toList());
JSH
expect bytes "MAPPED 500000"
expect bytes "WITHIN true"
expect bytes ".*more.*17.*MiB.*CAPTURE_TOO_LARGE.*"
expect bytes "RAISED \[17825793, 17825794\]"

session mixes -- <<'JSH'
int x = 0;
var read = app("mixes").function(() -> x).concurrency(8).maxContainers(1);
var ones = new ArrayList<RemoteCall<Integer>>(); var twos = new ArrayList<RemoteCall<Integer>>();
for (int i = 0; i < 5000; i++) { x = 1; ones.add(read.spawn()); x = 2; twos.add(read.spawn()); }
x = 3;
System.out.println("ONES " + new TreeSet<>(OpenModal.<Integer>gather(ones)) + " TWOS " + new TreeSet<>(OpenModal.<Integer>gather(twos)));
JSH
expect mixes "ONES \[1\] TWOS \[2\]"

client() { # NUMBER: the same snippets in the same order as the other client, with another value
  session "client$1" -- <<JSH
int own = $1;
int twice() { return own * 2; }
record Pair(int n, int own) {}
var pairs = app("clients").function((Integer n) -> { Thread.sleep(1); return new Pair(n, twice()); });
System.out.println("CLIENT " + pairs.map(IntStream.range(0, 1000).boxed()).toList().stream().map(Pair::own).distinct().toList());
JSH
}
client 1 & first=$!
client 2 & second=$!
wait "$first" && wait "$second"
expect client1 "CLIENT \[2\]"
expect client2 "CLIENT \[4\]"
