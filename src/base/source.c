/* Recording the first error, and every warning. */
#include "base/source.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

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

void diagnostic_warn(Diagnostic *diagnostic, Arena *arena, Span span, const char *format, ...)
{
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    SourceWarning *warning = arena_alloc(arena, sizeof *warning + strlen(text) + 1);
    if (!warning)
        return;
    warning->span = span;
    memcpy(warning->message, text, strlen(text) + 1);
    if (diagnostic->last_warning)
        diagnostic->last_warning->next = warning;
    else
        diagnostic->warnings = warning;
    diagnostic->last_warning = warning;
}
