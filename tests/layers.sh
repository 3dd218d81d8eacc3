#!/bin/sh
# Checks which layer includes which, and the length of files.
#
# A layer may include itself and what the table below lists; src/habu.c and
# runtime/cli may include anything.  <uv.h> stays out of src/ and grammar/.
# A file over 900 lines says why in its opening comment ("Over 900 lines because ...").
set -u
cd "$(dirname "$0")/.."

find src grammar runtime -type f \( -name '*.[ch]' -o -name '*.def' -o -name '*.re' -o -name '*.y' \) | sort |
xargs awk '
BEGIN {
    allowed["base"] = ""
    allowed["object"] = "base"
    allowed["syntax"] = "base"
    allowed["grammar"] = "base syntax"
    allowed["bytecode"] = "base object"
    allowed["compiler"] = "base object syntax bytecode"
    allowed["vm"] = "base object bytecode"
    allowed["loop"] = "base object vm habu.h"
    allowed["aio"] = allowed["loop"] " loop"
    allowed["modules"] = allowed["aio"] " aio"
    for (layer in allowed) checks++
    checks += 2                              # <uv.h>, and lengths
}

function complain(check, message) {
    printf "%s:%d: %s\n", FILENAME, FNR, message
    if (!(check in broken)) failed++
    broken[check] = 1
}

function finish_file() {
    if (name != "" && lines > 900 && !excused) {
        printf "%s: %d lines (at most 900, or a reason in its head: \"Over 900 lines because ...\")\n", name, lines
        if (!("length" in broken)) failed++
        broken["length"] = 1
    }
}

FNR == 1 {
    finish_file()
    name = FILENAME
    excused = 0
    # src/object/list.c belongs to "object", grammar/lexer.re to "grammar".
    depth = split(FILENAME, path, "/")
    layer = path[1] == "grammar" ? "grammar" : depth > 2 ? path[2] : ""
}

{ lines = FNR }
FNR <= 40 && /Over 900 lines because/ { excused = 1 }

/^[ \t]*#[ \t]*include[ \t]*<uv/ && path[1] != "runtime" { complain("uv", "<uv.h> does not belong under " path[1] "/") }

/^[ \t]*#[ \t]*include[ \t]*"/ && (layer in allowed) {
    split($0, quoted, "\"")
    slash = index(quoted[2], "/")
    target = slash ? substr(quoted[2], 1, slash - 1) : quoted[2]
    # Without a directory it is a file beside this one, or a generated one.
    if (!slash && target != "habu.h") next
    if (target == layer || index(" " allowed[layer] " ", " " target " ")) next
    complain(layer, layer " may not include " quoted[2] " (allowed: " (allowed[layer] == "" ? "nothing" : allowed[layer]) ")")
}

END {
    finish_file()
    printf "%d passed, %d failed\n", checks - failed, failed
    exit failed > 0
}'
