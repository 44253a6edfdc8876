# What builds the site and checks its links, in build/site-tools. Needs packages and kernel.
# shellcheck shell=bash

site_packages=(mkdocs==1.6.1 mkdocs-material==9.8.2 pymdown-extensions==13.1.2 linkchecker==10.6.0)

# Sets site_tools to the folder of their programs, or returns 1 with the reason in site_missing.
need_site_tools() {
  local folder log python wanted=${site_packages[*]}
  folder=$(build_folder site-tools)
  site_tools=$folder/venv/bin
  if [ "$(cat "$folder/complete" 2>/dev/null)" = "$wanted" ] && "$site_tools/python3" -c 'import mkdocs' 2>/dev/null; then
    return
  fi
  rm -rf "$folder/venv" "$folder/complete"
  log=$(build_folder logs)/site-tools.log
  python=$(find_python 10) || {
    site_missing="there is no Python 3.10 or later with venv"
    return 1
  }
  if ! { "$python" -m venv "$folder/venv" &&
    "$site_tools/python3" -m pip install -q --disable-pip-version-check "${site_packages[@]}"; } >"$log" 2>&1; then
    site_missing="pip could not install mkdocs: $(tail -n 1 "$log")"
    return 1
  fi
  echo "$wanted" >"$folder/complete"
}

# The libraries that the API's comments may name, as a class path in build/javadoc.classpath.
need_javadoc_class_path() {
  local log file=$root/build/javadoc.classpath
  if [ -s "$file" ] && [ "$file" -nt "$root/library/api/pom.xml" ] && [ "$file" -nt "$root/bom/pom.xml" ]; then return; fi
  log=$(build_folder logs)/javadoc.log
  maven "$log" -q -pl library/api -am -DincludeScope=provided -Dmdep.outputFile="$file" dependency:build-classpath || {
    show_end "$log"
    fail "Maven does not say what the API is compiled against."
  }
}
