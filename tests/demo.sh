#!/bin/sh
# Shows samples at work: each one's opening comment, then what it prints.
#
# usage: demo.sh INTERPRETER
set -u
habu=$1
cd "$(dirname "$0")/.."
for program in samples/*.py; do
    [ -f "$program" ] || { echo "There are no samples."; exit 1; }
    echo
    echo "---- habu $program"
    # The opening docstring or comments, up to the first blank line.
    sed -n '/^#!/d; /^# habu:/d; /^ *$/q; /^["#]/!q; s/^"""//; s/"""$//; s/^# *//; s/^/  /p' "$program"
    # Some samples show how a program fails.
    wanted=$(cat "${program%.py}.exit" 2>/dev/null || echo 0)
    "$habu" "$program" </dev/null
    [ $? = "$wanted" ] || exit 1
done
echo
echo "These and more are in samples/.  Try: ./habu samples/hello.py"
