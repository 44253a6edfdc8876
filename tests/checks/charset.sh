#!/usr/bin/env bash
# Where the charset is not UTF-8: our scripts set C.UTF-8; the bare jar says so in one sentence, and goes on.
# timeout: 60
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
jar=$(find "$root/kernel-extension/target" -maxdepth 1 -name 'openmodal-[0-9]*.jar' | head -n 1)
said=$(LC_ALL=POSIX java -jar "$jar" version 2>&1 >/dev/null)
echo "$said"
[ "$(wc -l <<<"$said")" = 1 ] && grep -q 'C.UTF-8' <<<"$said" || { echo "FAILED: one sentence was expected"; exit 1; }
[ -z "$(LC_ALL=C.UTF-8 java -jar "$jar" version 2>&1 >/dev/null)" ] || { echo "FAILED: it complains of UTF-8"; exit 1; }
printed=$(echo 'System.out.println(app("charset").function((String s) -> s + "é").remote("ä"));' |
  LC_ALL=POSIX "$root/openmodal" jshell -- -s - 2>/dev/null)
echo "$printed"
[ "$(tail -n 1 <<<"$printed")" = "äé" ] || { echo "FAILED: the script did not set UTF-8"; exit 1; }
