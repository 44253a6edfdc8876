#!/usr/bin/env bash
# The site builds strictly without network, its links and anchors lead somewhere, and no page of it needs a foreign host.
# timeout: 300
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
for part in shell java packages build kernel site; do
  # shellcheck source=/dev/null
  . "$root/tests/install/$part.sh"
done
use_utf8

failed() {
  echo "FAILED: $*"
  exit 1
}
need_jdk_and_maven
choose_maven_home
need_site_tools || {
  echo "skipped: $site_missing"
  exit 77
}
need_javadoc_class_path

if unshare -n true 2>/dev/null; then
  echo "without network: a network namespace of its own"
  unshare -n "$root/docs/site"
elif unshare -rn true 2>/dev/null; then
  echo "without network: a network namespace of its own"
  unshare -rn "$root/docs/site"
else
  echo "without network: by proxies that refuse, since namespaces are not allowed here"
  refusing=http://127.0.0.1:9
  http_proxy=$refusing https_proxy=$refusing HTTP_PROXY=$refusing HTTPS_PROXY=$refusing all_proxy=$refusing "$root/docs/site"
fi

site=$root/build/site
for page in index tour map services whole-cells options plain-java commands errors benchmarks javadoc/dev/openmodal/App; do
  [ -s "$site/$page.html" ] || failed "there is no page $page"
done

# What a browser would fetch by itself.
foreign=$(grep -rnoE --include='*.html' '<(script|link|img|iframe|source|video)[^>]+(src|href)="?(https?:)?//[^ >]*' "$site" || true)
foreign+=$(grep -rnoE --include='*.css' '(url\(|@import )["'"'"']?(https?:)?//[^)]*' "$site" || true)
[ -z "$foreign" ] || failed "pages need a foreign host:
$foreign"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The anchors inside the javadoc are javadoc's to check, which it did.
cat >"$work/linkcheckerrc" <<'INI'
[filtering]
checkextern=0
ignore=
  /javadoc/.*#
[AnchorCheck]
INI
chmod 755 "$work"
"$site_tools/linkchecker" -f "$work/linkcheckerrc" --no-status --threads 2 "$site/index.html" >"$work/links" 2>&1 || {
  cat "$work/links"
  failed "links of the site lead nowhere"
}
checked=$(sed -n "s/^That's it. \([0-9]*\) links.*/\1/p" "$work/links")
[ "${checked:-0}" -ge 500 ] || failed "only ${checked:-0} links were looked at"
echo "$checked links lead somewhere"
