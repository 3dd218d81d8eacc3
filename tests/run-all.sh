#!/bin/sh
# Runs all the tests, stage by stage, and adds up their counts.
#
# Each stage ends with a line `N passed, N failed`; one that does not (it could
# not be built, say) counts as one failure.  The last line is the total.
#
# From the environment: BUILD, JOBS, FUZZ_SECONDS, MAKE.
set -u
cd "$(dirname "$0")/.."
: "${BUILD:=build}" "${JOBS:=2}" "${FUZZ_SECONDS:=60}" "${MAKE:=make}"
logs=$BUILD/test-logs
mkdir -p "$logs"
total_passed=0
total_failed=0
summary=

# Runs `stage NAME COMMAND...`, showing its output.
stage() {
    name=$1
    shift
    echo "==== $name"
    began=$(date +%s)
    { "$@" 2>&1; echo $? >"$logs/status"; } | tee "$logs/$name.log"
    counts=$(sed -n 's/^\([0-9][0-9]*\) passed, \([0-9][0-9]*\) failed$/\1 \2/p' "$logs/$name.log" | tail -n 1)
    passed=${counts% *}
    failed=${counts#* }
    [ -n "$counts" ] || { passed=0; failed=1; }
    [ "$(cat "$logs/status")" != 0 ] && [ "$failed" = 0 ] && failed=1
    total_passed=$((total_passed + passed))
    total_failed=$((total_failed + failed))
    summary="$summary$(printf '%-16s %5d passed %3d failed %4d s' "$name" "$passed" "$failed" $(($(date +%s) - began)))
"
}

# Builds print nothing when they succeed; success counts as one test.
build() {
    "$MAKE" --no-print-directory -s "$@" >"$logs/build.log" 2>&1 || { tail -n 40 "$logs/build.log"; return 1; }
    echo "1 passed, 0 failed"
}

golden() { # CONFIGURATION TIMEOUT
    "$BUILD/tests/runner" --interp "$BUILD/$1/habu" --jobs "$JOBS" --timeout "$2"
}

small() {
    strip -o "$logs/stripped" "$BUILD/release/habu" || return 1
    size=$(wc -c <"$logs/stripped")
    echo "the stripped binary has $size bytes (less than 2 MB wanted)"
    [ "$size" -lt 2000000 ] && echo "1 passed, 0 failed"
}

"$MAKE" --no-print-directory -s tools || exit 1

stage layers sh tests/layers.sh
stage build-release build release
stage size small
stage golden-release golden release 10
stage cli sh tests/cli.sh "$BUILD/release/habu"
stage build-asan build asan
stage unit "$MAKE" --no-print-directory -s unit
stage golden-asan golden asan 40
stage fuzz "$MAKE" --no-print-directory -s fuzz FUZZ_SECONDS="$FUZZ_SECONDS"

printf '\n%s\n' "$summary"
echo "$total_passed passed, $total_failed failed" | tee "$logs/total"
[ "$total_failed" = 0 ]
