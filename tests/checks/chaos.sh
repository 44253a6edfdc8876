#!/usr/bin/env bash
# A map whose workers are killed and stopped at random times loses no result; with atMostOnce nothing
# runs twice. Five seeded runs, and one with atMostOnce.
# timeout: 900
# sleeps
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
for part in shell packages; do
  # shellcheck source=/dev/null
  . "$root/tests/install/$part.sh"
done
python=$(find_python 8 2>/dev/null || command -v python3 || true)
if [ -z "$python" ]; then
  echo "skipped: no Python; install it with: $(install_command python3)"
  exit 77
fi
[ -d /proc/self/fd ] || { echo "skipped: no /proc here"; exit 77; }
# Two at a time: they mostly sleep.
status=0
run() { "$python" "$root/tests/checks/chaos.py" "$root" "$@"; }
pair() {
  local jobs=() job
  run $1 & jobs+=($!)
  if [ -n "${2:-}" ]; then run $2 & jobs+=($!); fi
  for job in "${jobs[@]}"; do wait "$job" || status=1; done
}
pair 1 2
pair 3 4
pair 5 "6 atMostOnce"
exit $status
