# JupyterLab and what drives a browser, in build/lab, and the browser, which the system has. Needs packages and kernel.
# shellcheck shell=bash

# What makes the pictures, of one day.
lab_packages=(jupyterlab==4.6.6 jupyter_server==2.21.1 nbconvert==7.17.2 bleach==6.4.0 playwright==1.65.2 pillow==13.0.0)

# Sets lab_python, or returns 1 with the reason in lab_missing.
need_lab() {
  local folder log python wanted=${lab_packages[*]}
  folder=$(build_folder lab)
  lab_python=$folder/venv/bin/python3
  if [ "$(cat "$folder/complete" 2>/dev/null)" = "$wanted" ] && "$lab_python" -c 'import jupyterlab' 2>/dev/null; then
    return
  fi
  rm -rf "$folder/venv" "$folder/complete"
  log=$(build_folder logs)/lab.log
  python=$(find_python 10) || {
    lab_missing="there is no Python 3.10 or later with venv"
    return 1
  }
  # What is never imported need not be compiled.
  if ! { "$python" -m venv "$folder/venv" &&
    "$lab_python" -m pip install -q --disable-pip-version-check --no-compile "${lab_packages[@]}"; } >"$log" 2>&1; then
    lab_missing="pip could not install JupyterLab: $(tail -n 1 "$log")"
    return 1
  fi
  echo "$wanted" >"$folder/complete"
}

find_chromium() {
  local name
  for name in chromium chromium-browser google-chrome google-chrome-stable \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
    if has "$name"; then
      command -v "$name"
      return 0
    fi
  done
  return 1
}

# Sets chromium; returns 1 where there is none and none can be installed.
need_chromium() {
  chromium=$(find_chromium) && return
  # The fonts have the squares of a map.
  may_install && install_packages chromium fonts-dejavu-core && chromium=$(find_chromium)
}
