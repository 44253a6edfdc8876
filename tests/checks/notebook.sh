#!/usr/bin/env bash
# A new user's way into a notebook: openmodal notebook installs JupyterLab and a kernel, opens them,
# and a cell of that kernel runs code on a worker; then clean frees what was installed.
# timeout: 400
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
for part in shell packages java build kernel; do
  # shellcheck source=/dev/null
  . "$root/tests/install/$part.sh"
done
use_utf8
skipped() {
  echo "skipped: $*"
  exit 77
}
failed() {
  echo "FAILED: $*"
  exit 1
}
python=$(find_python 10) || skipped "there is no Python 3.10 or later with venv"
work=$(mktemp -d "${TMPDIR:-/tmp}/openmodal-notebook-XXXXXX")
export OPENMODAL_HOME=$work/home
lab=
clean_up() {
  if [ -n "$lab" ]; then
    kill "$lab" 2>/dev/null || true
    wait "$lab" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap clean_up EXIT
cd "$work"

started=$SECONDS
"$root/openmodal" notebook --set-up --python "$python" || failed "the environment was not made"
echo "set up in $((SECONDS - started)) s"
started=$SECONDS
"$root/openmodal" notebook --set-up --python /nonexistent || failed "it is made twice"
echo "again in $((SECONDS - started)) s"

"$root/openmodal" notebook --no-browser -- --ServerApp.port=0 --IdentityProvider.token=secret \
  >"$work/lab.log" 2>&1 &
lab=$!
"$(echo "$OPENMODAL_HOME"/cache/notebook/*/venv/bin/python3)" "$root/tests/checks/notebook.py" "$work/lab.log" secret ||
  { cat "$work/lab.log"; failed "no cell of it runs code on a worker"; }

# While it is open, its environment stays; when it has ended, clean frees it.
"$root/openmodal" clean --yes | tee "$work/clean.txt"
grep -q 'notebook environment .* in use' "$work/clean.txt" || failed "an environment in use is not shown as that"
[ -e "$(echo "$OPENMODAL_HOME"/cache/notebook/*/venv)" ] || failed "an environment in use was removed"
kill "$lab"
wait "$lab" || true
lab=
ours() { # the command lines of what still runs from our folder
  local file
  for file in /proc/[0-9]*/cmdline; do
    if tr '\0' ' ' <"$file" 2>/dev/null | grep -F "$OPENMODAL_HOME"; then :; fi
  done
}
if [ -d /proc/self ]; then
  for _ in $(seq 100); do [ -z "$(ours)" ] || { sleep 0.1; continue; }; break; done
  left=$(ours)
  [ -z "$left" ] || failed "left running: $left"
else
  echo "what is left running: not looked at, as there is no /proc"
fi
"$root/openmodal" clean --yes | tee "$work/clean.txt"
[ ! -e "$(echo "$OPENMODAL_HOME"/cache/notebook/*/venv)" ] || failed "the environment was not freed"
echo "passed"
