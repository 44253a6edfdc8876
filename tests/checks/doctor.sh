#!/usr/bin/env bash
# A machine on which each thing is missing in turn: openmodal doctor names it, and what to do.
# timeout: 240
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
for part in shell java packages build; do
  # shellcheck source=/dev/null
  . "$root/tests/install/$part.sh"
done
use_utf8
failed() {
  echo "FAILED: $*"
  exit 1
}
work=$(mktemp -d "${TMPDIR:-/tmp}/openmodal-doctor-XXXXXX")
mounted=
clean_up() {
  if [ -n "$mounted" ]; then umount "$mounted" || true; fi
  chmod -R u+w "$work" 2>/dev/null || true
  rm -rf "$work"
}
trap clean_up EXIT
need_one_jar
java_home=$(find_java)
mkdir "$work/home" "$work/empty"

# doctor WHAT EXIT WORDS… -- ENVIRONMENT…: its line has these words, and it ends with that.
doctor() {
  local what=$1 exit=$2 line status=0 words=()
  shift 2
  while [ "$1" != -- ]; do words+=("$1"); shift; done
  shift
  env OPENMODAL_HOME="$work/home" HOME="$work/empty" "$@" "${java:-$java_home/bin/java}" -XX:TieredStopAtLevel=1 -jar "$jar" doctor \
    >"$work/said" 2>&1 || status=$?
  [ "$status" = "$exit" ] || { cat "$work/said"; failed "$what: ends with $status"; }
  line=$(grep -E "^  (ok|absent|wrong) +$what " "$work/said") || { cat "$work/said"; failed "$what: no line"; }
  for word in "${words[@]}"; do
    case $line in *"$word"*) ;; *) failed "$what: no '$word' in: $line" ;; esac
  done
  echo "$line"
}

doctor java 0 ok -- A=
doctor charset 1 wrong LC_ALL=C.UTF-8 -- LC_ALL=C
doctor docker 0 absent "It seems not to run" "sudo systemctl start docker" -- DOCKER_HOST=unix:///nonexistent/docker.sock
doctor docker 1 wrong "It seems not to run" -- OPENMODAL_PROVIDER=local DOCKER_HOST=unix:///nonexistent/docker.sock
doctor image 1 wrong "by OPENMODAL_IMAGE" -- OPENMODAL_PROVIDER=local OPENMODAL_IMAGE=No:Such:Image
doctor provider 1 wrong "no provider 'moon'" process OPENMODAL_PROVIDER -- OPENMODAL_PROVIDER=moon
echo 'provider = moon' >"$work/home/config.toml"
doctor provider 1 wrong config.toml "no TOML" -- A=
rm "$work/home/config.toml"
doctor jshell 0 ok -- A=
doctor notebook 0 absent 'pip install jupyterlab jjava' -- PATH=/nonexistent VIRTUAL_ENV= JUPYTER_PATH=
doctor processes 0 absent "install util-linux" -- PATH=/nonexistent
echo x >"$work/file"
if OPENMODAL_HOME=$work/file "$java_home/bin/java" -jar "$jar" doctor >"$work/said" 2>&1; then failed "a folder that is a file is taken"; fi
grep -q "$work/file .*cannot be.*Name a folder of yours" "$work/said" || { cat "$work/said"; failed "a folder that is a file is not named"; }
if is_root && mount -t tmpfs -o size=100m tmpfs "$work/home" 2>/dev/null; then
  mounted=$work/home
  doctor folder 1 wrong "may not fit" "Free some space" -- A=
  umount "$mounted"
  mounted=
else
  echo "  a small disk: not tried, as it cannot be mounted here"
fi

# A Java that was cut down for some program.
if "$java_home/bin/jlink" --add-modules java.base,java.logging,java.management,jdk.unsupported,java.naming,jdk.management,java.sql,java.desktop,jdk.net \
  --output "$work/small" >"$work/jlink" 2>&1; then
  java=$work/small/bin/java
  doctor modules 1 absent 'jdk.jfr (for profile' 'jdk.compiler (for run FILE.java)' 'Use a complete JDK' -- PATH=/nonexistent
  doctor jshell 1 wrong openjdk-17-jdk-headless -- PATH=/nonexistent
  # Without what any call needs it still says what is missing, and is no trace of the JVM.
  rm -r "$work/small"
  "$java_home/bin/jlink" --add-modules java.base,jdk.unsupported,java.desktop,java.sql --output "$work/small" >"$work/jlink" 2>&1 || true
  doctor modules 1 wrong 'java.management (for any call)' 'jdk.management (for any call)' 'Use a complete JDK' -- PATH=/nonexistent
else
  echo "  a small Java: not tried: $(tail -n 1 "$work/jlink")"
fi
echo "passed"
