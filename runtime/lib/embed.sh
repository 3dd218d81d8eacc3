#!/bin/sh
# Writes the C table of the modules under runtime/lib (declared in
# runtime/modules/embedded.h) to standard output.
#
# usage: embed.sh DIRECTORY
#
# Sources become string literals, one a line: compilers read those far faster
# than lists of bytes.
set -eu
export LC_ALL=C
cd "$1"

# Prints "dotted.name is_package path" for each module, sorted by name.
list_modules() {
    find . -name '*.py' | sed 's|^\./||' | awk '{
        name = $0; package = "false"
        if (sub(/\/__init__\.py$/, "", name)) package = "true"
        else sub(/\.py$/, "", name)
        gsub("/", ".", name)
        print name, package, $0
    }' | sort
}

# '?' is escaped so that no trigraph can arise.
print_literal() {
    sed 's/\\/\\\\/g; s/"/\\"/g; s/?/\\?/g; s/.*/    "&\\n"/' "$1"
}

echo '/* Made by runtime/lib/embed.sh; do not edit. */'
echo '#include "modules/embedded.h"'
list_modules | {
    count=0
    table=''
    while read -r name package path; do
        printf '\nstatic const char source_%d[] = ""\n' "$count"
        print_literal "$path"
        echo '    ;'
        table="$table    {\"$name\", source_$count, sizeof source_$count - 1, $package},
"
        count=$((count + 1))
    done
    # The last entry keeps the array non-empty when there is no module at all.
    printf '\nconst EmbeddedModule embedded_modules[] = {\n%s    {0, 0, 0, false},\n};\n' "$table"
    printf 'const int embedded_module_count = %d;\n' "$count"
}
