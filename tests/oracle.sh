#!/bin/sh
# Records expectations from CPython 3.13: writes x.out (and x.err, x.exit) beside
# each program given, and the sections of each .cases file.
#
# usage: tests/oracle.sh FILE-OR-DIRECTORY ...
#        PYTHON=/path/to/python3.13 tests/oracle.sh ...
#
# Frames of CPython's own library are left out of tracebacks, and tests that
# begin with `# habu: only` are left alone.  Read what it wrote before you
# commit it.
set -eu
[ $# -gt 0 ] || { sed -n '2,10s/^# \{0,1\}//p' "$0" >&2; exit 2; }
root=$(dirname "$0")/..
build=${BUILD:-$root/build}
python=${PYTHON:-python3.13}
$python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 13))' ||
    { echo "oracle.sh: $python is not CPython 3.13 (set PYTHON, or PYENV_VERSION)" >&2; exit 2; }
make -s -C "$root" BUILD="$(realpath -m "$build")" "$(realpath -m "$build")/tests/runner"
exec "$build/tests/runner" --oracle --accept --timeout 60 --interp "$python" "$@"
