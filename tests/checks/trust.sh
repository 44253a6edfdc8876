#!/usr/bin/env bash
# What an observer on this machine sees of a session: sockets on loopback alone, nothing readable on
# the wire, in command lines or in environments, and no file with a key. Each look is shown to see:
# it finds a control that is put there for it.
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
[ "$(uname -s)" = Linux ] || skipped "/proc and the loopback device lo are Linux's"
is_root || skipped "only root may listen on the wire and look into every process"
wanted=()
has tcpdump || wanted+=(tcpdump)
has ip && has ss || wanted+=(iproute2)
if [ ${#wanted[@]} != 0 ]; then
  if ! may_install || ! install_packages "${wanted[@]}"; then
    skipped "missing; install with: $(install_command "${wanted[@]}")"
  fi
fi

# Temporary folders and a loopback device of its own, so that whatever is in them is ours. The
# checkout may be in such a folder.
if [ "${1:-}" != inside ]; then
  unshare -m -n true 2>/dev/null || skipped "namespaces are not allowed here"
  seen=$(mktemp -d /var/tmp/openmodal-trust-XXXXXX)
  status=0
  unshare -m -n bash -c 'ip link set lo up && mount --bind "$1" "$2" && mount -t tmpfs tmpfs /tmp && mount -t tmpfs tmpfs /dev/shm &&
    cd / && exec bash "$2/tests/checks/trust.sh" inside' trust "$root" "$seen" || status=$?
  rmdir "$seen"
  exit $status
fi

work=$(mktemp -d /tmp/openmodal-trust-XXXXXX)
export OPENMODAL_HOME=$work/home
mkdir "$OPENMODAL_HOME" "$work/made"
session='' listener='' control='' scanner=''
clean_up() {
  for pid in $session $listener $control $scanner; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap clean_up EXIT

# Markers are in files alone, for a command that names one would be found itself. The last letter is
# left out of what is looked for: in values it may be written in another way.
marker() { head -c 9 /dev/urandom | od -An -tx1 | tr -d ' \n'; }
code=openmodalcode$(marker) argument=openmodalargument$(marker) result=openmodalresult$(marker)
seen=openmodalcontrol$(marker)
printf '%s\n' "${code%?}" "${argument%?}" "${result%?}" >"$work/secret"
printf '%s\n' "${seen%?}" >"$work/control"
# the same letters with a zero byte each, as UTF-16 has them
wide() { sed 's/./&\\x00/g' "$1"; }

# wait_for SECONDS WHAT COMMAND…
wait_for() {
  local until=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    if [ $SECONDS -ge $until ]; then
      cat "$work/session.log" 2>/dev/null || true
      failed "not in time: $what"
    fi
    sleep 0.1
  done
}

# The session is played by jshell in its own JVM: jshell's own connection to another one would carry
# the snippets in plain text.
cat >"$work/session.jsh" <<JSH
import java.net.*;
import java.nio.file.*;
void await(String file) throws Exception { while (!Files.exists(Path.of("$work", file))) Thread.sleep(50); }
String text() { return "$code"; }
var app = app("trust");
var answer = app.function((String s) -> text().length() + s + new StringBuilder("$(rev <<<"$result")").reverse());
if (!answer.remote("$argument").endsWith("$result")) System.out.println("WRONG");
System.out.println("WORKER " + app.function(() -> ProcessHandle.current().pid()).remote());
System.out.println("CLIENT " + ProcessHandle.current().pid());
byte[] large = new byte[3 << 20];
for (int i = 0; i < 5; i++) System.out.println("LARGE " + app.function((byte[] b) -> b).remote(large).length);
// controls: a text on the wire, a socket for everybody, and a key in a file
var open = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
var to = new Socket(open.getInetAddress(), open.getLocalPort());
to.getOutputStream().write("$seen".getBytes());
to.getOutputStream().flush();
Files.createFile(Path.of("$work", "warm"));
await("looked");
var wild = new ServerSocket(0);
Files.write(Path.of("$work", "made", "control.der"), java.security.KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate().getEncoded());
Files.writeString(Path.of("$work", "made", "control.pem"), "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(Files.readAllBytes(Path.of("$work", "made", "control.der"))));
Files.createFile(Path.of("$work", "controls"));
await("done");
/exit
JSH

# Private keys: as text, and as the bytes with which a PKCS #8 key of an elliptic curve begins. Class
# files hold the words and the numbers by themselves.
keys_among() {
  local files
  files=$(cat)
  [ -n "$files" ] || return 0
  {
    tr '\n' '\0' <<<"$files" | LC_ALL=C xargs -0 -r grep -lazP 'PRIVATE KEY-----\r?\n[A-Za-z0-9+/]{40}' 2>/dev/null
    tr '\n' '\0' <<<"$files" | LC_ALL=C xargs -0 -r grep -laP '\x02\x01\x00\x30.\x06\x07\x2a\x86\x48\xce\x3d\x02\x01' 2>/dev/null
  } || true
}
touch "$work/before"
# Files made since, wherever our processes may write; not what is captured from the wire, nor the
# classes of libraries, among which Netty has a published key for its own probes.
new_files() {
  local folder
  for folder in "$OPENMODAL_HOME" "$work/made" "${HOME:-/root}/.openmodal" "${HOME:-/root}/.java" /tmp /dev/shm; do
    if [ -e "$folder" ]; then
      find "$folder" -xdev -type f -newer "$work/before" ! -path "$work/*.pcap" ! -path '*/.git/*' ! -path '*/cache/lib/*.classes' ! -path '*/cache/archive/*' ! -path '*/hsperfdata_*' 2>/dev/null || true
    fi
  done | sort -u
}
scan() {
  while true; do
    new_files | keys_among >>"$work/keys"
    new_files >>"$work/files"
    sleep 0.2
  done
}

# Local addresses on which these processes listen, other than loopback's.
wild_sockets() {
  local pid
  for pid in "$@"; do
    ss -ltnpH | grep "pid=$pid," | awk '{ print $4 }' | grep -vE '^(127\.[0-9.]+|\[::1\]|\[::ffff:127\.[0-9.]+\]):[0-9]+$' || true
  done
}

# in_processes FILE: the command lines and environments in which one of its lines is.
in_processes() { LC_ALL=C grep -lzaFf "$1" /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null || true; }

# The pid that this machine knows the worker's JVM by: in a namespace it is held by two others.
jvm_of() { # PID
  local child
  if [ "$(cat "/proc/$1/comm")" = java ]; then
    echo "$1"
    return
  fi
  for child in $(cat "/proc/$1/task/$1/children"); do jvm_of "$child"; done
}

echo "--- a session with one worker"
tcpdump -i lo -s 0 -B 65536 -U -w "$work/wire.pcap" tcp 2>"$work/tcpdump.log" &
listener=$!
wait_for 60 "tcpdump" grep -q 'listening on' "$work/tcpdump.log"
scan &
scanner=$!
SEEN_MARKER=$seen bash -c 'while sleep 1; do :; done' "$seen" &
control=$!
cd "$work/made"
"$root/openmodal" jshell --execution local -- -J-Dopenmodal.sharedFiles=false -s "$work/session.jsh" </dev/null >"$work/session.log" 2>&1 &
session=$!
wait_for 120 "a warm worker" test -e "$work/warm"
cat "$work/session.log"
if grep -q WRONG "$work/session.log"; then failed "the call's value is wrong"; fi
client=$(sed -n 's/^CLIENT //p' "$work/session.log")
worker=$(jvm_of "$(sed -n 's/^WORKER //p' "$work/session.log")")
[ -n "$client" ] && [ -n "$worker" ] || failed "there is no worker"

echo "--- sockets"
ss -ltnpH | grep -E "pid=($client|$worker),"
ss -ltnpH | grep -q "pid=$worker," || failed "the worker does not listen"
[ -z "$(wild_sockets "$client" "$worker")" ] || failed "more than loopback: $(wild_sockets "$client" "$worker")"

echo "--- command lines and environments"
found=$(in_processes "$work/secret")
[ -z "$found" ] || failed "a marker is in $found"
[ "$(in_processes "$work/control" | grep -c "^/proc/$control/")" = 2 ] || failed "the control is not seen in /proc"
pipe=$(readlink "/proc/$worker/fd/3")
echo "the worker has its key from $pipe"
case $pipe in pipe:* | socket:*) ;; *) failed "the key comes from a file" ;; esac

echo "--- controls of sockets and files"
touch "$work/looked"
wait_for 60 "the controls" test -e "$work/controls"
[ -n "$(wild_sockets "$client")" ] || failed "a socket for everybody is not seen"
wait_for 60 "the first control key to be seen" grep -q control.der "$work/keys"
wait_for 60 "the second control key to be seen" grep -q control.pem "$work/keys"
touch "$work/done"
wait_for 30 "the end of the session" bash -c "! kill -0 $session 2>/dev/null"
session=''
wait_for 15 "the end of the worker" bash -c "! kill -0 $worker 2>/dev/null"
sleep 0.5
kill "$scanner"
scanner=''
kill -INT "$listener"
wait "$listener" 2>/dev/null || true
listener=''

echo "--- the wire"
ls -l "$work/wire.pcap"
grep -E 'packets (captured|dropped)' "$work/tcpdump.log"
grep -q '^0 packets dropped by kernel' "$work/tcpdump.log" || skipped "the kernel dropped packets: nothing can be said of the wire"
[ "$(stat -c %s "$work/wire.pcap")" -gt 30000000 ] || failed "the calls are not in what was captured"
LC_ALL=C grep -qaFf "$work/control" "$work/wire.pcap" || failed "plain text is not seen on the wire"
if LC_ALL=C grep -qaFf "$work/secret" "$work/wire.pcap"; then failed "a marker is on the wire"; fi
wide "$work/secret" >"$work/wide"
if LC_ALL=C grep -qaPf <(paste -sd'|' "$work/wide") "$work/wire.pcap"; then failed "a marker is on the wire, in UTF-16"; fi

echo "--- files"
new_files | keys_among >>"$work/keys"
sort -u "$work/files" | wc -l
found=$(grep -v '/control\.[a-z]*$' "$work/keys" | sort -u || true)
[ -z "$found" ] || failed "a key was in: $found"
left=$(find "$OPENMODAL_HOME/run" -type f 2>/dev/null || true)
[ -z "$left" ] || failed "left behind: $left"
echo "seen: nothing but loopback, noise, and no key"
