#!/usr/bin/env bash
# A plain Java project that has dev.openmodal:openmodal from a Maven repository: a main, a JUnit test, and the ways in
# which programs are packed and started, on Java 17 and 25. It is a copy of tests/consumer, outside of this build.
# timeout: 420
# builds
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
for part in shell java packages build; do
  # shellcheck source=/dev/null
  . "$root/tests/install/$part.sh"
done
use_utf8
need_jdk_and_maven
choose_maven_home

failed() {
  echo "FAILED: $*"
  exit 1
}
here=$(build_folder consumer)
logs=$(build_folder logs)
work=$(mktemp -d "${TMPDIR:-/tmp}/openmodal-consumer-XXXXXX")
trap 'rm -rf "$work"' EXIT
export OPENMODAL_HOME=$work/home

# As README.md says, but for the folder.
rm -rf "$here/repository"
maven "$logs/deploy.log" -q -pl kernel-extension -am -DskipTests -Dspotless.check.skip=true \
  -DaltDeploymentRepository="local::file://$here/repository" deploy || {
  show_end "$logs/deploy.log"
  failed "it cannot be deployed to a folder"
}
cp -R "$root/tests/consumer" "$work/program"

# With a local repository of its own: what is there of ours comes from that folder, and no other build sees it.
status=0
(
  cd "$work/program"
  JAVA_HOME=$jdk mvn -B -ntp -Dstyle.color=never -Pboot -Dopenmodal.repository="file://$here/repository" \
    -Dmaven.repo.local="$here/m2" ${own_home:+"$own_home"} package dependency:tree \
    dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=target/lib -Dmdep.useBaseVersion=true
) >"$work/maven.log" 2>&1 </dev/null || status=$?
cp "$work/maven.log" "$logs/consumer.log"
grep -E '^.INFO. (Tests run:.*[0-9]$|[+\\]- )' "$work/maven.log" || true
[ "$status" = 0 ] || {
  show_end "$logs/consumer.log"
  failed "the program does not build"
}
grep -q '^\[INFO\] Tests run: 2, Failures: 0, Errors: 0, Skipped: 0$' "$work/maven.log" || failed "its two tests did not run"
grep -A1 -F ' dev.openmodal:openmodal:' "$work/maven.log" | tail -n 1 | grep -q '^\[INFO\] [+\\]- ' ||
  failed "the dependency brings others along"

target=$work/program/target
ours=$(echo "$target"/lib/openmodal-*.jar)
api=$(echo "$here"/repository/dev/openmodal/openmodal-api/*/openmodal-api-*.jar)
slf4j=$(echo "$target"/lib/slf4j-api-*.jar):$(echo "$target"/lib/slf4j-simple-*.jar)
mkdir "$work/alone" # where no Class-Path of theirs leads anywhere
mv "$target"/consumer-*.jar "$work/alone"
main=$'primes below 40000: 4203\nin another JVM: true'

# run WHAT EXPECTED COMMAND…: what it prints, and that its JVM ends soon after its main.
run() {
  local what=$1 expected=$2 status=0 ended printed
  shift 2
  timeout 60 "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
  ended=$(date +%s%3N)
  [ "$status" = 0 ] || {
    cat "$work/out" "$work/err"
    failed "$what, Java $version: exit code $status"
  }
  printed=$(sed '/^ended at /d' "$work/out")
  [ "$printed" = "$expected" ] || failed "$what, Java $version: it printed
$printed"
  ended=$((ended - $(sed -n 's/^ended at //p' "$work/out")))
  [ "$ended" -le 3000 ] || failed "$what, Java $version: its JVM ended $ended ms after its main"
  echo "Java $version: $what; ended $ended ms after its main"
}

# on VERSION HOME
on() {
  version=$1
  local java=$2/bin/java modules=$work/modules$1
  run "class folders" "$main" "$java" -cp "$target/classes:$ours" consumer.Main
  (cd "$target/classes" && run "the current folder" "$main" "$java" -cp ".:$ours" consumer.Main)
  run "java -jar, with a Class-Path" "$main" "$java" -jar "$target/consumer.jar"
  run "one jar by maven-shade" "$main" "$java" -jar "$work/alone/consumer-1-all.jar"
  run "one jar by Spring Boot, which unpacks ours" "$main" "$java" -jar "$work/alone/consumer-boot.jar"
  mkdir "$modules"
  cp -R "$target/classes/." "$modules"
  "$2/bin/javac" --release 17 -d "$modules" -p "$target/lib" "$target/../modular/module-info.java"
  run "a module" "$main" "$java" -p "$modules:$target/lib" -m consumer/consumer.Main
  rm "$modules/module-info.class"
  sed '/opens/d' "$target/../modular/module-info.java" >"$work/module-info.java"
  "$2/bin/javac" --release 17 -d "$modules" -p "$target/lib" "$work/module-info.java"
  refused "a module that opens nothing" 'Write "opens consumer;" into the module-info.java of consumer' \
    "$java" -p "$modules:$target/lib" -m consumer/consumer.Main
  refused "a jar inside a jar" 'requiresUnpack in Spring Boot' "$java" -jar "$work/alone/consumer-nested.jar"
  refused "one jar that minimizeJar has made small" 'let it keep all of dev.openmodal:openmodal' "$java" -jar "$work/alone/consumer-1-small.jar"
  refused "the jar of the API alone" 'Use the jar dev.openmodal:openmodal' "$java" -cp "$target/classes:$api" consumer.Main
  run "what lambdas of programs reach" "$(cat "$target/../cases.txt")" "$java" -cp "$target/classes:$ours:$slf4j" consumer.Cases
  grep -q 'INFO consumer.Cases - a logger of the worker$' "$work/err" || failed "a worker's logger is not seen"
}

# refused WHAT SENTENCE COMMAND…: it fails, and says so.
refused() {
  local what=$1 sentence=$2
  shift 2
  if timeout 60 "$@" >"$work/out" 2>&1 </dev/null; then failed "$what, Java $version: it was not refused"; fi
  grep -qF "$sentence" "$work/out" || {
    cat "$work/out"
    failed "$what, Java $version: no sentence with: $sentence"
  }
  echo "Java $version: $what is refused"
}

tried=0
for version in 17 25; do
  if home=$(find_jdk_of $version); then
    tried=$((tried + 1))
    on $version "$home"
  else
    echo "Java $version: not here"
  fi
done
if [ $tried = 0 ]; then
  echo "skipped: there is neither a JDK 17 nor a JDK 25 here"
  exit 77
fi
