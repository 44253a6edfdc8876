#!/usr/bin/env bash
# timeout: 900
# ./tour where machines differ: a user made by useradd -m with an empty Maven cache, in a folder with
# a space and letters beyond ASCII, under LC_ALL=C; a uid without an entry in the password file, under
# the Turkish locale; without network. Nothing of them is left running.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
for part in shell packages locale; do
  # shellcheck source=/dev/null
  . "$root/tests/install/$part.sh"
done

skipped() {
  echo "skipped: $*"
  exit 77
}
is_root || skipped "other users can be made by root only"
for tool in useradd setpriv unshare git tar; do has $tool || skipped "there is no $tool"; done

user=openmodal-tour
nobody=4711 # a uid without an entry
work=$(mktemp -d /tmp/openmodal-tour-XXXXXX)
chmod 755 "$work"
clean_up() {
  pkill_users
  userdel -r $user >/dev/null 2>&1 || true
  rm -rf "$work" "/tmp/openmodal-$nobody"
}
# Only what these two users run, and only where they are ours.
pkill_users() {
  local id
  for id in $nobody "$(id -u $user 2>/dev/null || true)"; do
    if [ -n "$id" ]; then pkill -KILL -u "$id" || true; fi
  done
}
userdel -r $user >/dev/null 2>&1 || true
if getent passwd $nobody >/dev/null; then skipped "the uid $nobody has an entry here"; fi
trap clean_up EXIT
useradd -m -s /bin/bash $user
home=$(getent passwd $user | cut -d: -f6)

# copy FOLDER OWNER: the checkout as git would clone it, with what is not committed yet.
copy() {
  mkdir -p "$1"
  (cd "$root" && git -c safe.directory='*' ls-files -z --cached --others --exclude-standard |
    tar --null --ignore-failed-read -T - -cf -) | tar -xf - -C "$1"
  chown -R "$2" "$1"
}

# as ID NAME=VALUE… COMMAND…: runs it as that user with that environment alone.
as() {
  local id=$1
  shift
  setpriv --reuid "$id" --regid "$(id -g "$id" 2>/dev/null || echo "$id")" --clear-groups \
    env -i PATH=/usr/local/bin:/usr/bin:/bin ${LOCPATH:+"LOCPATH=$LOCPATH"} "$@"
}

# tour WHAT ID NAME=VALUE…: plays the tour in the current folder and looks at what it shows.
tour() {
  local what=$1 shown line
  shift
  echo "--- $what"
  shown=$(as "$@" ./tour 2>&1) || {
    echo "$shown"
    echo "the tour failed: $what"
    exit 1
  }
  echo "$shown"
  for line in 'worker [0-9][0-9]*$' '==> Answer\[primes=' ' is read in [0-9]' \
    'IllegalArgumentException: 7 is too many' 'an open .* cannot travel.*\[CAPTURE_REFUSED\]'; do
    grep -q "$line" <<<"$shown" || {
      echo "the tour did not show '$line': $what"
      exit 1
    }
  done
}

# After a tour, its workers end by themselves.
nothing_runs() {
  local id=$1 left
  for _ in $(seq 20); do
    left=$(pgrep -u "$id" -a || true)
    if [ -z "$left" ]; then return; fi
    sleep 0.5
  done
  echo "still running as $id after 10 s:"
  echo "$left"
  exit 1
}

copy "$work/ein Ördner" $user:
cd "$work/ein Ördner"
tour "a user made by useradd -m, nothing built, LC_ALL=C" $user HOME="$home" LC_ALL=C
nothing_runs "$(id -u $user)"

echo "--- without network"
ip=$(command -v ip || true)
if [ -n "$ip" ] && unshare -n true 2>/dev/null; then

  unshare -n bash -euo pipefail -c "ip link set lo up; $(declare -f as tour); $(declare -p user home)
    tour 'without network' $user HOME='$home' LC_ALL=C.UTF-8"
  nothing_runs "$(id -u $user)"
else
  echo "not tried: there is no ip, or this machine has no network namespaces"
fi

# Somebody else's checkout, built, and not writable to this user.
tour "a uid without an entry, in a checkout of somebody else" $nobody
nothing_runs $nobody

need_turkish || skipped "the Turkish locale cannot be made here; all else passed"
copy "$work/gezi turu" $nobody:$nobody
mkdir -p "$work/gezi turu/build/home"
cp -R "$home/.m2" "$work/gezi turu/build/home/" # as downloaded by the user before
chown -R $nobody:$nobody "$work/gezi turu/build"
cd "$work/gezi turu"
tour "a uid without an entry, nothing built, Turkish" $nobody LC_ALL=tr_TR.UTF-8
title=$(as $nobody LC_ALL=tr_TR.UTF-8 bash -c \
  "echo 'System.out.println(\"TITLE\".toLowerCase())' | ./openmodal jshell -- -s -")
[ "$title" = tıtle ] || {
  echo "the locale was not Turkish: $title"
  exit 1
}
[ ! -e '?' ] || {
  echo "a folder named ? was made"
  exit 1
}
nothing_runs $nobody
echo "the tour ran everywhere"
