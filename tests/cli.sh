#!/bin/sh
# The command line: options, ways to give a program, exit statuses.
# usage: cli.sh HABU
habu=$(realpath "$1")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
passed=0
failed=0

# expect NAME STATUS STDOUT STDERR-PATTERN COMMAND...: the pattern is matched by grep; empty: no output.
expect() {
    name=$1 status=$2 out=$3 pattern=$4
    shift 4
    "$@" >out 2>err </dev/null
    got=$?
    if [ "$got" = "$status" ] && [ "$(cat out)" = "$out" ] &&
        if [ -n "$pattern" ]; then grep -q -- "$pattern" err; else [ ! -s err ]; fi; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAIL %s: status %s\n--- out\n' "$name" "$got"
        cat out
        echo '--- err'
        cat err
    fi
}

cat >hello.py <<'END'
import sys
print("hello", sys.argv[1:], __name__)
END
mkdir -p pack/sub
echo 'name = "pack"' >pack/__init__.py
echo 'from . import sub; from .sub.leaf import value; print("main of", __package__, value)' >pack/__main__.py
: >pack/sub/__init__.py
echo 'from .. import name; value = name + "!"' >pack/sub/leaf.py
echo 'await_me = 1
import asyncio
print(await asyncio.sleep(0, "slept"))' >top.py
echo 'x = (' >broken.py
echo 'import sys; sys.exit(7)' >seven.py
echo 'raise SystemExit("bye")' >bye.py
echo '1/0' >zero.py
export HABU_CHECK_LEAKS=1

expect "a file with arguments" 0 "hello ['a', '-b'] __main__" "" "$habu" hello.py a -b
expect "-c" 0 "3 ['x']" "" "$habu" -c 'import sys; print(1 + 2, sys.argv[1:])' x
expect "-m of a module" 0 "hello ['1'] __main__" "" "$habu" -m hello 1
expect "-m of a package" 0 "main of pack pack!" "" "$habu" -m pack
expect "-m of nothing" 1 "" "No module named nothing" "$habu" -m nothing
expect "a missing file" 2 "" "can't open file 'missing.py': \[Errno 2\] No such file or directory" "$habu" missing.py
expect "a directory" 2 "" "Is a directory" "$habu" pack/sub
expect "an unknown option" 2 "" "unknown option '--nonsense'" "$habu" --nonsense
expect "-c without text" 2 "" "argument expected" "$habu" -c
expect "a size that is none" 2 "" "not a size" "$habu" --max-memory=lots hello.py
expect "the version" 0 "Habu 0.1.0 (Python 3.13)" "" "$habu" -V
expect "sys.exit" 7 "" "" "$habu" seven.py
expect "SystemExit with text" 1 "" "^bye$" "$habu" bye.py
expect "an exception" 1 "" "ZeroDivisionError: division by zero" "$habu" zero.py
expect "a syntax error" 1 "" "'(' was never closed" "$habu" broken.py
expect "await at top level is refused" 1 "" "'await' outside function" "$habu" top.py
expect "await at top level by option" 0 "slept" "" "$habu" --top-level-await top.py
expect "an hour under virtual time" 0 "3600" "" "$habu" --virtual-time -c 'import time; t = time.monotonic(); time.sleep(3600); print(round(time.monotonic() - t))'
expect "the memory limit" 1 "" "MemoryError" "$habu" --max-memory=32M -c 'x = [str(i) * 200 for i in range(10**6)]'
expect "standard input" 0 "from stdin" "" sh -c "echo 'print(\"from stdin\")' | '$habu'"
expect "standard input by -" 0 "['q']" "" sh -c "echo 'import sys; print(sys.argv[1:])' | '$habu' - q"
expect "help names every option" 0 "" "" sh -c "'$habu' --help | grep -c -- '--virtual-time' | grep -qx 1"
expect "a listing" 0 "" "" sh -c "'$habu' --dis hello.py | grep -q IMPORT_NAME"
expect "a closed pipe" 0 "0" "" sh -c "'$habu' -c 'for i in range(100000): print(i)' 2>/dev/null | head -n 1"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
