#!/bin/sh
# Runs every unit test program in a directory; a crash counts as a failure.
#
# usage: run.sh DIRECTORY
set -u
passed=0
failed=0
for program in "$1"/*; do
    [ -x "$program" ] || continue
    output=$("$program" 2>&1)
    status=$?
    counts=$(echo "$output" | sed -n '$s/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p')
    [ -n "$counts" ] || counts="0 1"
    [ "$status" = 0 ] || echo "$output"
    set -- "$1" $counts
    # A sanitizer's complaint at exit makes a program fail whose checks passed.
    [ "$status" != 0 ] && [ "$3" = 0 ] && set -- "$1" "$2" 1
    echo "$(basename "$program"): $2 passed, $3 failed"
    passed=$((passed + $2))
    failed=$((failed + $3))
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
