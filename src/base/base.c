/* The end of the road for our own mistakes. */
#include "base/base.h"

#include <stdio.h>
#include <stdlib.h>

void assert_failed(const char *condition, const char *file, int line)
{
    fprintf(stderr, "habu: internal error: %s:%d: %s\n", file, line, condition);
    abort();
}
