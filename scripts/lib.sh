# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What the scripts beside this file share. To be sourced.

root=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")

# The scripts return 3 where they cannot go on until somebody has done something.
readonly CANNOT_GO_ON=3

say() { printf '%s\n' "$*" >&2; }

# die MESSAGE [WHAT-TO-DO...]
die() {
  say "$(basename "$0"): $1"
  shift
  (($# == 0)) || printf '  %s\n' "$@" >&2
  exit "$CANNOT_GO_ON"
}

# Prints the comment at the head of the script that calls: its help.
usage() {
  sed -n '3,/^[^#]/{ /^#/!d; s/^# \{0,1\}//; p; }' "$0"
}

# As many compilers at once as there are cores, but only as many as the memory holds.
jobs_that_fit() {
  local -r kilobytes_each=1500000
  local cores available='' limit='' key value fit
  cores=$(nproc)
  if [[ -r /proc/meminfo ]]; then
    while read -r key value _; do
      [[ $key != MemAvailable: ]] || available=$value
    done </proc/meminfo
  fi
  # A container may have less than its machine.
  [[ ! -r /sys/fs/cgroup/memory.max ]] || read -r limit </sys/fs/cgroup/memory.max
  if [[ $limit =~ ^[0-9]+$ ]] && ((limit / 1024 < ${available:-0})); then
    available=$((limit / 1024))
  fi
  fit=$((${available:-$((cores * kilobytes_each))} / kilobytes_each))
  fit=$((fit < 1 ? 1 : fit))
  echo $((fit < cores ? fit : cores))
}

# configure PRESET [CMAKE-OPTION...]: quiet, unless it fails.
configure() {
  local -r preset=$1 log=$root/build/$1-configure.log
  shift
  [[ -f $root/build/$preset/build.ninja ]] || say "Preparing build/$preset …"
  if command -v ccache >/dev/null; then
    set -- -DCMAKE_C_COMPILER_LAUNCHER=ccache -DCMAKE_CXX_COMPILER_LAUNCHER=ccache "$@"
  fi
  mkdir -p "$root/build"
  (cd "$root" && cmake --preset "$preset" "$@") >"$log" 2>&1 && return
  cat "$log" >&2
  die "the build could not be prepared; CMake's reason stands above"
}

# build PRESET TARGET: silent when nothing is to be done, with ninja's progress otherwise.
build() {
  local -r dir=$root/build/$1 target=$2
  local jobs
  [[ $(ninja -C "$dir" -n "$target" 2>&1) != *'no work to do'* ]] || return 0
  jobs=$(jobs_that_fit)
  say "Building in build/$1, $jobs at a time; the first time takes some minutes …"
  cmake --build "$dir" --parallel "$jobs" --target "$target" >&2 ||
    die "the build failed; the compiler's reason stands above"
}
