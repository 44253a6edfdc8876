# The JJava kernel and a client for it, in build/kernel.
# shellcheck shell=bash

jjava_version=1.0a8
jupyter_client_version=8.6.3

python_at_least() { # python_at_least 12 PROGRAM: whether it is a Python of 3.12 or later with venv
  "$2" -c "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, $1))" >/dev/null 2>&1
}

# find_python AT_LEAST: prints a Python 3 of that minor version or later, or fails.
find_python() {
  local python
  for python in python3.14 python3.13 python3.12 \
    "${HOME:-/nonexistent}"/.pyenv/versions/3.1[2-9]*/bin/python3 python3 /usr/bin/python3; do
    if has "$python" && python_at_least "$1" "$python"; then
      command -v "$python"
      return 0
    fi
  done
  return 1
}

# Sets kernel_python and kernel_spec, or returns 1 with the reason in kernel_missing.
need_kernel() {
  local folder log python
  folder=$root/build/kernel
  kernel_python=$folder/venv/bin/python3
  kernel_spec=$folder/venv/share/jupyter/kernels/java
  if [ -f "$folder/complete" ] && "$kernel_python" -c 'import jupyter_client' 2>/dev/null; then return; fi
  rm -rf "$folder"
  log=$(build_folder logs)/kernel.log
  folder=$(build_folder kernel)
  if python=$(find_python 12); then
    if ! { "$python" -m venv "$folder/venv" &&
      "$kernel_python" -m pip install -q "jjava==$jjava_version" "jupyter_client==$jupyter_client_version"; } \
      >"$log" 2>&1; then
      kernel_missing="pip could not install jjava: $(tail -n 1 "$log")"
      return 1
    fi
  elif python=$(find_python 8); then # the kernel itself is two jars and needs no Python
    if ! { "$python" -m venv "$folder/venv" &&
      "$kernel_python" -m pip install -q jupyter_client &&
      "$kernel_python" -m pip download -q --no-deps --only-binary=:all: --python-version 3.12 \
        -d "$folder/wheel" "jjava==$jjava_version" &&
      "$kernel_python" -m zipfile -e "$folder"/wheel/jjava-*.whl "$folder/wheel" &&
      mkdir -p "$(dirname "$kernel_spec")" &&
      cp -R "$folder"/wheel/jjava-*.data/data/share/jupyter/kernels/java "$kernel_spec"; } >"$log" 2>&1; then
      kernel_missing="pip could not fetch jjava: $(tail -n 1 "$log")"
      return 1
    fi
  else
    kernel_missing="there is no Python 3 with venv"
    return 1
  fi
  [ -f "$kernel_spec/kernel.json" ] || {
    kernel_missing="jjava $jjava_version holds no kernel"
    return 1
  }
  touch "$folder/complete"
}
