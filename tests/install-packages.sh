#!/bin/sh
# Installs what building Habu needs and the machine lacks.
#
# usage: install-packages.sh [test]     (test: also what the test suite needs)
#
# Quick when nothing is missing.  Where it cannot install, it prints the
# command to type and fails.
set -u

missing_packages() {
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || printf ' %s' "$package"
    done
}

packages="gcc make re2c bison pkg-config libc6-dev libuv1-dev libgmp-dev libutf8proc-dev libunistring-dev"
if [ "${1:-}" = test ]; then
    packages="$packages clang diffutils libclang-rt-dev"
fi

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    for tool in cc make re2c bison; do
        command -v "$tool" >/dev/null && continue
        echo "This system has no apt.  Please install: gcc make re2c bison, and the development files of libuv, gmp, utf8proc and libunistring." >&2
        exit 1
    done
    exit 0
fi

# pkgconf stands in for pkg-config on newer systems, and the sanitizers'
# runtime came with clang itself on older ones.
missing=$(missing_packages $packages)
case $missing in
*pkg-config*) command -v pkg-config >/dev/null && missing=$(echo "$missing" | sed 's/ pkg-config//') ;;
esac
case $missing in
*libclang-rt-dev*)
    runtime=$(clang -print-file-name=libclang_rt.fuzzer-x86_64.a 2>/dev/null)
    [ -f "${runtime:-/none}" ] && missing=$(echo "$missing" | sed 's/ libclang-rt-dev//') ;;
esac
[ -z "$missing" ] && exit 0

if [ "$(id -u)" = 0 ]; then
    as_root=
elif command -v sudo >/dev/null; then
    as_root=sudo
else
    echo "Missing packages.  As root, please type:" >&2
    echo "    apt-get install -y$missing" >&2
    exit 1
fi
echo "Installing:$missing"
export DEBIAN_FRONTEND=noninteractive
if $as_root apt-get install -y --no-install-recommends $missing >/dev/null 2>&1; then
    exit 0
fi
$as_root apt-get update -q >/dev/null
if ! $as_root apt-get install -y --no-install-recommends $missing >/dev/null; then
    echo "That failed.  Please type:" >&2
    echo "    ${as_root:+sudo }apt-get update && ${as_root:+sudo }apt-get install -y$missing" >&2
    exit 1
fi
