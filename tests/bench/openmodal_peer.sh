#!/usr/bin/env bash
# Gets openmodal (PyPI) 0.3.13, which tests/bench/containers.py measures beside: the package here, for a Python 3.12,
# and an image that has it, made of Debian's Python, as its own would be fetched from elsewhere.
#   tests/bench/openmodal_peer.sh     prints the command and the name of the image
# shellcheck disable=SC2154 # docker_images is set by need_docker
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
for part in shell packages docker; do
  # shellcheck source=/dev/null
  . "$root/tests/install/$part.sh"
done
version=0.3.13
folder=$root/build/peers/openmodal
docker_images=$docker_registry/openmodal-test
image=openmodal-test-peer:$version

python=${PYTHON_3_12:-python3.12}
"$python" --version >/dev/null 2>&1 || fail "openmodal $version needs Python 3.12; name one by PYTHON_3_12"
if [ ! -x "$folder/bin/openmodal" ]; then
  "$python" -m venv "$folder"
  "$folder/bin/pip" install -q "openmodal==$version"
fi
if ! docker image inspect "$image" >/dev/null 2>&1; then
  make_image trixie-python trixie python3 python3-pip python-is-python3 >&2 || fail "$docker_missing"
  context=$(mktemp -d)
  trap 'rm -rf "$context"' EXIT
  "$folder/bin/pip" install -q --target "$context/packages" --only-binary :all: --platform any --python-version 3.13 \
    "openmodal==$version" 2>/dev/null || "$folder/bin/pip" install -q --target "$context/packages" "openmodal==$version"
  cat >"$context/Dockerfile" <<DOCKERFILE
FROM $docker_images/trixie-python
ENV PIP_BREAK_SYSTEM_PACKAGES=1
COPY packages /usr/lib/python3/dist-packages
DOCKERFILE
  docker build -q -t "$image" "$context" >/dev/null
fi
echo "$folder/bin/openmodal $image"
