# The Turkish locale, in which "TITLE" in lower case is tıtle.
# shellcheck shell=bash

has_turkish() { [ "$(LC_ALL=tr_TR.UTF-8 locale charmap 2>/dev/null)" = UTF-8 ] && locale -a | grep -qi '^tr_TR\.utf-\?8$'; }

# Makes tr_TR.UTF-8 usable, for this script and what it starts; returns 1 where it cannot.
need_turkish() {
  if has_turkish; then return; fi
  [ -e /usr/share/i18n/locales/tr_TR ] && has localedef || return 1
  if is_root; then
    localedef -i tr_TR -f UTF-8 tr_TR.UTF-8 >/dev/null 2>&1
  else
    LOCPATH=$(build_folder locales)
    export LOCPATH
    [ -d "$LOCPATH/tr_TR.UTF-8" ] || localedef -i tr_TR -f UTF-8 "$LOCPATH/tr_TR.UTF-8" >/dev/null 2>&1
  fi
}
