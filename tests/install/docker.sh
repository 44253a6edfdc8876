# A Docker Engine for the tests, a registry, and base images that are made here. Needs shell and packages.
# shellcheck shell=bash

# Where our own Engine and registry have their files; outside of the checkout, whose folders are copied about.
docker_folder=/var/lib/openmodal-tests
docker_registry=127.0.0.1:5077
docker_private_registry=127.0.0.1:5078
docker_started=()

# Sets docker_images, the start of the names of the test images, and where the Engine is ours DOCKER_HOST; or
# returns 1 with the reason in docker_missing.
need_docker() {
  docker_images=$docker_registry/openmodal-test
  if ! engine_answers; then
    start_engine || return 1
  fi
  start_registry && make_images
}

engine_answers() { has docker && docker info >/dev/null 2>&1; }

# Installs what is missing and starts an Engine that this user alone can use.
start_engine() {
  local log
  log=$(build_folder logs)/docker.log
  if ! is_root; then
    docker_missing="no Docker Engine answers, and only root can start one: start Docker, or set DOCKER_HOST"
    return 1
  fi
  if ! has dockerd || ! has containerd || ! has iptables; then
    if ! may_install || ! install_packages docker.io containerd runc iptables; then
      docker_missing="no Docker Engine answers, and none can be installed here"
      return 1
    fi
  fi
  mkdir -p "$docker_folder"
  export DOCKER_HOST=unix://$docker_folder/docker.sock
  if engine_answers; then return; fi
  run_engine "$log"
  docker_started+=(docker)
  if ! engine_answers; then
    docker_missing="dockerd does not start: $(grep -E 'level=(error|fatal)|failed' "$log" | tail -n 1)"
    stop_engine
    unset DOCKER_HOST
    return 1
  fi
}

# run_engine LOG [OPTION…]: starts dockerd, whose id is in a file, and waits until it answers.
run_engine() {
  local log=$1 try
  shift
  rm -f "$docker_folder/docker.pid"
  setsid dockerd --host "$DOCKER_HOST" --data-root "$docker_folder/data" --exec-root "$docker_folder/exec" \
    --pidfile "$docker_folder/docker.pid" --group root "$@" >>"$log" 2>&1 </dev/null &
  for try in $(seq 300); do
    if engine_answers; then return; fi
    sleep 0.1
  done
}

# Sets docker_small to the address of a second Engine whose disk is small, or returns 1 with the reason in
# docker_missing. For errors alone: its containers reach no network.
need_small_engine() {
  local folder=$docker_folder/small try
  docker_missing="a small disk for a second Engine can be mounted by root only, and its bridge needs ip of iproute2"
  is_root && has dockerd && has ip && mkdir -p "$folder/data" || return 1
  # A bridge of its own: without one, dockerd would remove that of the other Engine.
  ip link show openmodal-small >/dev/null 2>&1 || ip link add openmodal-small type bridge 2>/dev/null || return 1
  mountpoint -q "$folder/data" || mount -t tmpfs -o size=330m,mode=711 tmpfs "$folder/data" 2>/dev/null || return 1
  docker_small=unix://$folder/docker.sock
  setsid dockerd --host "$docker_small" --data-root "$folder/data" --exec-root "$folder/exec" \
    --pidfile "$docker_folder/small.pid" --group root --bridge openmodal-small --iptables=false \
    >>"$(build_folder logs)/docker-small.log" 2>&1 </dev/null &
  docker_started+=(small)
  for try in $(seq 300); do
    if DOCKER_HOST=$docker_small docker info >/dev/null 2>&1; then return; fi
    sleep 0.1
  done
  docker_missing="a second dockerd does not start; see $(build_folder logs)/docker-small.log"
  return 1
}

# Ends the Engine and the registry that this script has started, and no others.
stop_engine() {
  local name pid
  for name in ${docker_started[@]+"${docker_started[@]}"}; do
    pid=$(cat "$docker_folder/$name.pid" 2>/dev/null) && kill "$pid" 2>/dev/null || continue
    if [ "$name" = small ]; then
      tail --pid="$pid" -f /dev/null
      umount "$docker_folder/small/data"
      ip link delete openmodal-small
    fi
  done
  docker_started=()
}

start_registry() {
  if ! has docker-registry && { ! may_install || ! install_packages docker-registry; }; then
    docker_missing="there is no docker-registry, and none can be installed here"
    return 1
  fi
  mkdir -p "$docker_folder/registry"
  # The user openmodal with the password openmodal.
  echo 'openmodal:$2b$05$0G2GUDAMz9h4eBOn2n..uusH/TbU/f2W/oR5P37YZI.bluac3IvsS' >"$docker_folder/htpasswd"
  run_registry registry "$docker_registry" "" &&
    run_registry private-registry "$docker_private_registry" "
auth: {htpasswd: {realm: tests, path: $docker_folder/htpasswd}}"
}

# run_registry NAME ADDRESS SETTINGS
run_registry() {
  local log try
  log=$(build_folder logs)/$1.log
  if registry_answers "$2"; then return; fi
  cat >"$docker_folder/$1.yml" <<YML
version: 0.1
storage: {filesystem: {rootdirectory: $docker_folder/registry}, delete: {enabled: true}}
http: {addr: $2}$3
YML
  setsid docker-registry serve "$docker_folder/$1.yml" >>"$log" 2>&1 </dev/null &
  echo $! >"$docker_folder/$1.pid"
  docker_started+=("$1")
  for try in $(seq 100); do
    if registry_answers "$2"; then return; fi
    sleep 0.1
  done
  docker_missing="docker-registry does not start: $(tail -n 1 "$log")"
  return 1
}

# A private one answers, too: that it does not know who asks.
registry_answers() { curl -sS "http://$1/v2/" >/dev/null 2>&1; }

# Each base image once, in the registry under a name that says what it is; and images that do not serve, which
# the Engine alone has.
make_images() {
  local other
  make_image bookworm-minbase bookworm || return 1
  { make_image trixie-minbase trixie && make_image trixie-certificates trixie ca-certificates; } &
  other=$!
  # Fonts: and what Debian's own Java takes from the system for pictures with text.
  make_image bookworm-certificates bookworm ca-certificates &&
    make_image bookworm-fonts bookworm fontconfig fonts-dejavu-core libharfbuzz0b liblcms2-2 libjpeg62-turbo &&
    wait "$other" || { docker_missing=${docker_missing:-"the images of trixie cannot be made"}; return 1; }
  has_image static-only || echo static | import_files static-only /dev/stdin hello
  if [ -e /lib/ld-musl-x86_64.so.1 ] || { may_install && install_packages musl; }; then
    has_image musl-loader || import_files musl-loader /lib/ld-musl-x86_64.so.1 lib/ld-musl-x86_64.so.1
  fi
  has_image without-zlib || {
    docker run --name openmodal-test-without-zlib "$docker_images/bookworm-minbase" \
      sh -c 'rm -f /lib/x86_64-linux-gnu/libz.so* /usr/lib/x86_64-linux-gnu/libz.so*' >/dev/null
    docker commit openmodal-test-without-zlib "$docker_images/without-zlib" >/dev/null
    docker rm openmodal-test-without-zlib >/dev/null
  }
  has_image of-another-processor || load_foreign of-another-processor
}

has_image() { docker image inspect "$docker_images/$1" >/dev/null 2>&1; }

# import_files NAME FILE AS: an image of that one file.
import_files() {
  local folder
  folder=$(mktemp -d)
  mkdir -p "$folder/$(dirname "$3")"
  cat "$2" >"$folder/$3"
  chmod 755 "$folder/$3"
  tar -C "$folder" -c . | docker import - "$docker_images/$1" >/dev/null
  rm -r "$folder"
}

# load_foreign NAME: an image that says to be for the processor that this machine has not.
load_foreign() {
  local folder config processor=arm64
  [ "$(uname -m)" = x86_64 ] || processor=amd64
  folder=$(mktemp -d)
  echo foreign >"$folder/hello"
  tar -C "$folder" -cf "$folder/layer.tar" hello
  printf '{"architecture":"%s","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' \
    $processor "$(sha256sum "$folder/layer.tar" | cut -d' ' -f1)" >"$folder/config"
  config=$(sha256sum "$folder/config" | cut -d' ' -f1).json
  mv "$folder/config" "$folder/$config"
  printf '[{"Config":"%s","RepoTags":["%s:latest"],"Layers":["layer.tar"]}]' "$config" "$docker_images/$1" >"$folder/manifest.json"
  tar -C "$folder" -c manifest.json "$config" layer.tar | docker load >/dev/null
  rm -r "$folder"
}

make_image() { # NAME SUITE [PACKAGE…]
  local name=$docker_images/$1 suite=$2 log sources
  log=$(build_folder logs)/images.log
  shift 2
  if docker image inspect "$name" >/dev/null 2>&1 || docker pull -q "$name" >/dev/null 2>&1; then return; fi
  if ! has mmdebstrap && { ! may_install || ! install_packages mmdebstrap; }; then
    docker_missing="there is no mmdebstrap, and none can be installed here"
    return 1
  fi
  say "making the image $name …"
  sources=$(sources_of "$suite")
  # shellcheck disable=SC2046 # words
  if ! mmdebstrap --quiet --variant=minbase $([ $# = 0 ] || echo "--include=$(IFS=,; echo "$*")") "$suite" - \
    ${sources:+"$sources"} 2>>"$log" | docker import - "$name" >>"$log" 2>&1 ||
    ! docker push -q "$name" >>"$log" 2>&1; then
    docker_missing="the image $name cannot be made: $(tail -n 1 "$log")"
    return 1
  fi
}

# The line of a Debian suite from where this system has its own; nothing where it has none, and mmdebstrap chooses.
sources_of() { # SUITE
  local from
  from=$(grep -rhoE 'https?://[^ ]+/debian/?( |$)' /etc/apt/sources.list /etc/apt/sources.list.d 2>/dev/null | head -n 1)
  [ -z "$from" ] || echo "deb $from $1 main"
}
