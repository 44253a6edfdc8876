# Installs packages of the system where this user may: root on Debian and its descendants.
# shellcheck shell=bash

may_install() { is_root && has apt-get; }

# install_packages NAME…: returns 1, with the reason said, where it cannot.
install_packages() {
  local log started=$SECONDS
  log=$(build_folder logs)/packages.log
  say "installing $* …"
  if {
    apt-get -q -o DPkg::Lock::Timeout=120 update &&
      DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120 \
        install --no-install-recommends "$@"
  } >>"$log" 2>&1 </dev/null; then
    say "installed $* in $((SECONDS - started)) s"
  else
    show_end "$log"
    return 1
  fi
}

# has_package NAME: whether there is such a package to install.
has_package() { apt-cache show "$1" >/dev/null 2>&1; }

# The package with a JDK of 17 or later that this system has.
jdk_package() {
  if has apt-cache && ! has_package openjdk-17-jdk-headless && has_package default-jdk-headless; then
    echo default-jdk-headless
  else
    echo openjdk-17-jdk-headless
  fi
}

# The one command that this user would type.
install_command() {
  if has apt-get; then
    echo "sudo apt-get install $*"
  elif has dnf; then
    echo "sudo dnf install java-17-openjdk-devel maven"
  elif has brew; then
    echo "brew install openjdk@17 maven"
  else
    echo "your system's package manager, for a JDK 17 or later and Maven"
  fi
}
