# Shell functions shared by ./openmodal, ./tour and ./check. Sourced with $root set to the checkout.
# shellcheck shell=bash

# say TEXT…: one line for people, apart from what a command prints.
say() { printf '%s\n' "$*" >&2; }

# fail TEXT…: the one sentence that says what is missing and what to do.
fail() {
  say "$*"
  exit 1
}

is_root() { [ "$(id -u)" = 0 ]; }

has() { command -v "$1" >/dev/null 2>&1; }

# The name of a locale with UTF-8 and without a country's rules.
utf8_locale() {
  if [ "$(uname -s)" = Darwin ]; then echo en_US.UTF-8; else echo C.UTF-8; fi
}

# A JVM reads file names in the charset that it is started with and cannot change it later.
use_utf8() {
  local charset
  charset=$(locale charmap 2>/dev/null || true)
  if [ "$charset" != UTF-8 ]; then
    LC_ALL=$(utf8_locale)
    export LC_ALL
  fi
}

# A folder of the checkout for what scripts leave: logs, tools, caches.
build_folder() {
  mkdir -p "$root/build/$1" 2>/dev/null ||
    fail "$root cannot be written to. Clone a copy of your own: git clone '$root'"
  echo "$root/build/$1"
}

# show_end LOG: the end of a log, for a failure.
show_end() {
  say "--- the end of $1"
  tail -n 40 "$1" | sed 's/^/    /' >&2
  say "---"
}
