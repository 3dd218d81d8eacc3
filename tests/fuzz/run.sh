#!/bin/sh
# Runs every fuzzer side by side for some seconds, starting from the samples and
# golden programs.
#
# usage: run.sh BUILD-DIRECTORY SECONDS
#
# A fuzzer that finds nothing counts as passed.  What it found stays under
# BUILD-DIRECTORY/found.
set -u
build=$1
seconds=$2
root=$(cd "$(dirname "$0")/../.." && pwd)
corpus=$build/corpus
found=$build/found
mkdir -p "$corpus/seeds" "$found"

# Seeds: each program, and the source of each block of the .cases files.
(cd "$root" && find samples tests/golden tests/fuzz/seeds -name '*.py' 2>/dev/null) | while read -r program; do
    cp "$root/$program" "$corpus/seeds/$(echo "$program" | tr / _)"
done
find "$root/tests/golden" -name '*.cases' | while read -r file; do
    awk -v prefix="$corpus/seeds/$(basename "$file" .cases)_" '
        /^=== / { if (output) close(output); output = prefix $2 ".py"; printf "" >output; next }
        /^--- / { if (output) close(output); output = "" }
        output { print >>output }' "$file"
done

options="-max_total_time=$seconds -timeout=20 -rss_limit_mb=2048 -max_len=4096 -print_final_stats=0 -verbosity=0"
processes=
for fuzzer in "$build"/fuzz/fuzz_*; do
    [ -x "$fuzzer" ] || continue
    name=$(basename "$fuzzer")
    mkdir -p "$corpus/$name"
    ASAN_OPTIONS=detect_leaks=1 "$fuzzer" $options -dict="$root/tests/fuzz/python.dict" \
        -artifact_prefix="$found/$name-" "$corpus/$name" "$corpus/seeds" >"$build/$name.log" 2>&1 &
    processes="$processes $!:$name"
done

passed=0
failed=0
for process in $processes; do
    name=${process#*:}
    if wait "${process%%:*}"; then
        echo "$name: nothing found in $seconds s"
        passed=$((passed + 1))
    else
        echo "$name: found something (input under $found)"
        tail -n 60 "$build/$name.log"
        failed=$((failed + 1))
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
