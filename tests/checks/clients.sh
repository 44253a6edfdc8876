#!/usr/bin/env bash
# What other users see of a program of ours, and can do to it: nothing. And completion in real shells.
# timeout: 240
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
for part in shell packages java build; do
  # shellcheck source=/dev/null
  . "$root/tests/install/$part.sh"
done
use_utf8
failed() {
  echo "FAILED: $*"
  exit 1
}
work=$(mktemp -d "${TMPDIR:-/tmp}/openmodal-clients-XXXXXX")
export OPENMODAL_HOME=$work/home
mkdir "$OPENMODAL_HOME"
session=
clean_up() {
  exec 7>&- || true
  if [ -n "$session" ]; then kill "$session" 2>/dev/null || true; wait "$session" 2>/dev/null || true; fi
  rm -rf "$work" || { sleep 2; rm -rf "$work"; } # a JVM that ends may still write
}
trap clean_up EXIT
need_one_jar
java=$(find_java)/bin/java
openmodal() { "$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar "$jar" "$@"; }

# Completion, in each shell that is here.
if may_install && ! has zsh; then install_packages zsh || true; fi
openmodal completion bash >"$work/complete.bash"
openmodal completion zsh >"$work/complete.zsh"
if bash -c ". '$work/complete.zsh'" 2>/dev/null; then failed "bash takes the script of zsh"; fi

# completes COMMAND SET_UP TYPED SHOWN: what the tab key makes of it at a prompt of that shell.
completes() {
  local shown='' server=openmodal-$$-$RANDOM
  tmux -L "$server" -f /dev/null new-session -d -x 100 -y 30 "env HOME='$work' TERM=screen PS1='> ' $1"
  tmux -L "$server" send-keys "$2; clear" Enter
  sleep 0.5 # typed ahead, a tab is a character to some shells
  tmux -L "$server" send-keys "$3" Tab
  for _ in $(seq 100); do
    shown=$(tmux -L "$server" capture-pane -p)
    case $shown in *"$4"*) break ;; esac
    sleep 0.1
  done
  tmux -L "$server" kill-server
  case $shown in *"$4"*) echo "${1%% *}: $3 → $4" ;; *) failed "$1 shows for $3: $shown" ;; esac
}
if has tmux; then
  for typed in 'openmodal sta|openmodal status' 'openmodal ps --cl|openmodal ps --client' 'openmodal jshell --execution l|--execution local'; do
    completes 'bash --norc' ". '$work/complete.bash'" "${typed%|*}" "${typed#*|}"
    if has zsh; then
      completes 'zsh -f' "autoload -U compinit && compinit -u -d '$work/dump'; source '$work/complete.zsh'" "${typed%|*}" "${typed#*|}"
    fi
  done
else
  echo "completion: not tried, as tmux is missing"
fi

# A program with a worker.
mkfifo "$work/in"
openmodal jshell --execution local -- -s - <"$work/in" >"$work/out" 2>&1 &
session=$!
exec 7>"$work/in"
echo 'var c = app("seen").function(() -> { Thread.sleep(600_000); return 1; }).spawn()' >&7
for _ in $(seq 300); do openmodal ps 2>/dev/null | grep -q busy && break; sleep 0.1; done
openmodal ps | grep -q 'seen .*busy' || { cat "$work/out"; failed "its own user does not see it"; }

is_root && has setpriv || { echo "skipped: only root can be another user"; exit 77; }
other() { setpriv --reuid 65534 --regid 65534 --clear-groups env HOME="$work/other" OPENMODAL_HOME="$1" "${@:2}"; }
mkdir "$work/other"
chown 65534:65534 "$work/other"
chmod 711 "$work"
cp "$jar" "$work/openmodal.jar"
chmod 644 "$work/openmodal.jar"
as_other() { other "$1" "$java" -jar "$work/openmodal.jar" "${@:2}"; }

# By the commands, as themselves and with our folder.
as_other "$work/other/.openmodal" ps | grep -q 'no workers' || failed "another user sees workers"
as_other "$work/other/.openmodal" stop --all | grep -q 'no workers' || failed "another user stops workers"
if as_other "$OPENMODAL_HOME" ps >"$work/refused" 2>&1; then failed "another user uses our folder"; fi
grep -q 'belongs to another user' "$work/refused" || failed "it says: $(cat "$work/refused")"
# By the socket itself: closed to them; and where its owner opens it to all, it still answers its owner alone.
socket=$(ls "$OPENMODAL_HOME"/run/*/socket)
knock='import socket, sys
s = socket.socket(socket.AF_UNIX); s.settimeout(10); s.connect(sys.argv[1])
s.sendall(b"{\"ask\":\"workers\"}\n"); print("answer:", s.recv(4096))'
if has python3; then
  python=$(command -v python3)
  "$python" -c "$knock" "$socket" | grep -q '{}' || failed "the control is not greeted"
  if [ -x /usr/bin/python3 ]; then python=/usr/bin/python3; fi
  if other / "$python" -c "$knock" "$socket" >"$work/knock" 2>&1; then failed "another user reaches the socket"; fi
  grep -q 'Permission denied' "$work/knock" || failed "it says: $(cat "$work/knock")"
  chmod 711 "$OPENMODAL_HOME" "$OPENMODAL_HOME/run" "$(dirname "$socket")"
  chmod 666 "$socket"
  other / "$python" -c "$knock" "$socket" >"$work/knock" 2>&1 || true
  grep -q "answer: b''\|reset\|Broken pipe" "$work/knock" || failed "another user is answered: $(cat "$work/knock")"
  chmod 600 "$socket"
  chmod 700 "$OPENMODAL_HOME" "$OPENMODAL_HOME/run" "$(dirname "$socket")"
else
  echo "the socket itself: not tried, as python3 is missing"
fi
openmodal ps | grep -q 'seen .*busy' || failed "its worker is gone"
openmodal stop --all | grep -q 'stopped 1 worker' || failed "its own user does not stop it"
echo "passed"
