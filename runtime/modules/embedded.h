/* The modules written in the language that are built into the binary.
 *
 * runtime/lib/embed.sh makes the table from every .py file under runtime/lib at build
 * time.  The table is sorted by name (byte order), so it can be searched by
 * halving. */
#ifndef HABU_MODULES_EMBEDDED_H
#define HABU_MODULES_EMBEDDED_H

#include <stdbool.h>
#include <stddef.h>

typedef struct EmbeddedModule {
    const char *name;    /* dotted, as `import` writes it: "concurrent.futures" */
    const char *source;  /* UTF-8; a NUL follows that `length` does not count */
    size_t length;       /* bytes of source */
    bool is_package;     /* made from an __init__.py */
} EmbeddedModule;

extern const EmbeddedModule embedded_modules[];
extern const int embedded_module_count;

#endif
