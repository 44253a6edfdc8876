# Finds a JDK. Sets nothing but what its functions say.
# shellcheck shell=bash

# java_feature HOME: 17 for a Java 17, nothing for what is no Java.
java_feature() {
  local version=
  [ -x "$1/bin/java" ] || return 0
  # Every JDK states its version in this file; starting it to ask takes much longer.
  if [ -r "$1/release" ]; then
    version=$(sed -n 's/^JAVA_VERSION="\([0-9._]*\).*/\1/p' "$1/release")
  fi
  if [ -z "$version" ]; then
    version=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9._]*\).*/\1/p' | head -n 1)
  fi
  version=${version#1.}
  echo "${version%%[._]*}"
}

is_jdk() { [ -x "$1/bin/javac" ] && [ -x "$1/bin/jshell" ]; }

# All folders that may hold a Java, the user's choice first.
java_homes() {
  local found
  if [ -n "${JAVA_HOME:-}" ]; then echo "$JAVA_HOME"; fi
  if found=$(command -v java 2>/dev/null); then
    found=$(readlink -f "$found")
    dirname "$(dirname "$found")"
  fi
  if [ -x /usr/libexec/java_home ]; then /usr/libexec/java_home 2>/dev/null || true; fi
  for found in /usr/lib/jvm/* /opt/java/* "${HOME:-/nonexistent}"/.sdkman/candidates/java/*; do
    if [ -d "$found" ]; then echo "$found"; fi
  done
}

# find_jdk AT_LEAST [AT_MOST]: prints the first JDK of such a version, or fails.
find_jdk() {
  local home feature
  while IFS= read -r home; do
    feature=$(java_feature "$home")
    if [ -n "$feature" ] && [ "$feature" -ge "$1" ] && [ "$feature" -le "${2:-999}" ] && is_jdk "$home"; then
      echo "$home"
      return 0
    fi
  done < <(java_homes)
  return 1
}

# find_java: prints the first Java of 17 or later, a JDK if there is one, or fails.
find_java() {
  local home feature
  find_jdk 17 && return 0
  while IFS= read -r home; do
    feature=$(java_feature "$home")
    if [ -n "$feature" ] && [ "$feature" -ge 17 ]; then
      echo "$home"
      return 0
    fi
  done < <(java_homes)
  return 1
}

# find_jdk_of VERSION: a JDK of exactly that version; JAVA_25_HOME and the like say where.
find_jdk_of() {
  local named="JAVA_$1_HOME" home
  home=${!named:-}
  if [ -n "$home" ] && [ "$(java_feature "$home")" = "$1" ] && is_jdk "$home"; then
    echo "$home"
    return 0
  fi
  find_jdk "$1" "$1"
}
