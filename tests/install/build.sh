# Builds the one jar, where it is missing or older than what it is made of.
# shellcheck shell=bash

# Sets jdk to a JDK of 17 or later; installs one, and Maven, where it may.
need_jdk_and_maven() {
  local missing=()
  jdk=$(find_jdk 17) || missing+=("$(jdk_package)")
  has mvn || missing+=(maven)
  if [ ${#missing[@]} = 0 ]; then return; fi
  if may_install; then
    apt-get -q update >/dev/null 2>&1 || true # jdk_package looks at the lists
    jdk=$(find_jdk 17) || missing=("$(jdk_package)" maven)
    install_packages "${missing[@]}" || fail "Install ${missing[*]} and start this again."
    jdk=$(find_jdk 17) || fail "There is still no JDK of 17 or later. Name one by JAVA_HOME."
  else
    fail "Missing here: ${missing[*]}. Install with: $(install_command "${missing[@]}")"
  fi
}

# maven LOG ARGUMENTS…: runs Maven on the checkout. Always in a neutral locale: some plugins break
# under Turkish rules, and none works with file names outside of the charset.
maven() {
  local log=$1
  shift
  (
    cd "$root" || exit 1
    JAVA_HOME=$jdk LC_ALL=$(utf8_locale) LANGUAGE='' mvn -B -ntp -Dstyle.color=never ${own_repository:+"$own_repository"} ${own_home:+"$own_home"} "$@"
  ) >"$log" 2>&1 </dev/null
}

# Maven keeps what it downloads in the home that the password file names. A user without such a
# home, or without an entry, gets a folder of the checkout.
choose_maven_home() {
  own_repository='' own_home=''
  local home
  home=$(getent passwd "$(id -u)" 2>/dev/null | cut -d: -f6) || home=''
  if ! has getent; then home=${HOME:-}; fi
  if [ -n "$home" ] && [ -d "$home" ] && [ -w "$home" ]; then return; fi
  if [ -n "${HOME:-}" ] && [ "$HOME" != / ] && [ -d "$HOME" ] && [ -w "$HOME" ]; then
    home=$HOME
  else
    home=$(build_folder home)
  fi
  own_home=-Duser.home=$home
  own_repository=-Dmaven.repo.local=$home/.m2/repository
}

# Prints the newest jar, or fails.
one_jar() {
  local jar newest=
  for jar in "$root"/kernel-extension/target/openmodal-*.jar; do
    case $jar in *-sources.jar | *-javadoc.jar | *-tests.jar) continue ;; esac
    if [ -f "$jar" ] && { [ -z "$newest" ] || [ "$jar" -nt "$newest" ]; }; then newest=$jar; fi
  done
  [ -n "$newest" ] && printf '%s\n' "$newest"
}

is_current() {
  local newer
  newer=$(cd "$root" && find pom.xml .mvn bom library agent providers kernel-extension \
    -name target -prune -o -type f \( -path '*/src/main/*' -o -name pom.xml -o -path '.mvn/*' \) \
    -newer "$1" -print -quit)
  [ -z "$newer" ]
}

# Sets jar to the one jar, built if need be.
need_one_jar() {
  local log started=$SECONDS
  # What cannot be written to cannot have changed either.
  if jar=$(one_jar) && { is_current "$jar" || [ ! -w "$root" ]; }; then return; fi
  [ -w "$root" ] || fail "$root cannot be written to. Clone a copy of your own: git clone '$root'"
  log=$(build_folder logs)/build.log
  need_jdk_and_maven
  choose_maven_home
  if has flock; then # two commands at once build once
    exec 9>"$root/build/lock"
    flock 9
    if jar=$(one_jar) && is_current "$jar"; then
      exec 9>&-
      return
    fi
  fi
  if [ -d "$root/kernel-extension/target" ]; then
    say "building the one jar …"
  else
    say "building the one jar (the first time Maven downloads what it needs: some minutes; see build/logs/build.log) …"
  fi
  maven "$log" -q -pl kernel-extension -am -Dmaven.test.skip=true -Dspotless.check.skip=true package || {
    show_end "$log"
    fail "The build failed; all of it is in $log."
  }
  if has flock; then exec 9>&-; fi
  jar=$(one_jar) || fail "The build made no jar; see $log."
  touch "$jar" # newer than anything that changed meanwhile
  say "built ${jar#"$root"/} in $((SECONDS - started)) s"
}
