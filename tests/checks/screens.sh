#!/usr/bin/env bash
# Pictures of every kind of cell in a JupyterLab, by a headless Chromium: light, dark, narrow, as a web page, in a
# notebook that is not trusted, and without any style. Each can be read; the page can be used while a large map runs.
# The scenes are in tests/screens/scenes.py, the pictures in build/screens; with the argument "keep" they are copied to
# docs/images/cells.
# timeout: 420
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
for part in shell java packages build kernel lab; do
  # shellcheck source=/dev/null
  . "$root/tests/install/$part.sh"
done
use_utf8

skipped() {
  echo "skipped: $*"
  exit 77
}
need_chromium || skipped "Chromium is missing; install it with: $(install_command chromium)"
need_jdk_and_maven
need_one_jar
need_kernel || skipped "$kernel_missing"
need_lab || skipped "$lab_missing"

work=$(mktemp -d "${TMPDIR:-/tmp}/openmodal-screens-XXXXXX")
running=
# What was started has this folder in its environment.
left() {
  local file
  for file in /proc/[0-9]*/environ; do
    if grep -qsF "$work" "$file"; then
      file=${file#/proc/}
      echo "${file%/environ}"
    fi
  done
}
clean_up() {
  local id
  if [ -n "$running" ]; then
    kill -TERM "$running" 2>/dev/null || true
    wait "$running" || true
  fi
  for id in $(left); do kill -KILL "$id" 2>/dev/null || true; done
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

pictures=$(build_folder screens)
rm -f "$pictures"/*.png
status=0
TMPDIR=$work OPENMODAL_HOME=$work/openmodal PATH=$jdk/bin:$PATH PYTHONDONTWRITEBYTECODE=1 \
  "$lab_python" "$root/tests/screens/screens.py" \
  "$chromium" "$jar" "$(dirname "$(dirname "$kernel_spec")")" "$work" "$pictures" &
running=$!
wait "$running" || status=$?
running=
if [ "$status" != 0 ]; then exit "$status"; fi

for _ in $(seq 20); do
  ids=$(left)
  if [ -z "$ids" ]; then break; fi
  sleep 0.5
done
if [ -n "$ids" ]; then
  echo "FAILED: still running after 10 s:"
  for id in $ids; do tr '\0' ' ' <"/proc/$id/cmdline" || true; echo; done
  exit 1
fi

if [ "${1:-}" = keep ]; then
  mkdir -p "$root/docs/images/cells"
  cp "$pictures"/*.png "$root/docs/images/cells"
fi
