/* Recording the first diagnostic. */
#include "base/source.h"

#include <stdarg.h>
#include <stdio.h>

bool diagnostic_set(Diagnostic *diagnostic, SyntaxErrorKind kind, Span span, const char *format, ...)
{
    if (diagnostic->message[0])
        return false;
    diagnostic->kind = kind;
    diagnostic->span = span;
    diagnostic->has_end = true;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(diagnostic->message, sizeof diagnostic->message, format, arguments);
    va_end(arguments);
    return false;
}
