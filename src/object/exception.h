/* Exceptions and tracebacks. */
#ifndef HABU_OBJECT_EXCEPTION_H
#define HABU_OBJECT_EXCEPTION_H

#include "object/state.h"

/* Every exception, with the Attributes part behind its struct. */
typedef struct {
    Object object;
    Value args;      /* tuple */
    Value traceback; /* Traceback or VALUE_NONE */
    Value cause;     /* exception or VALUE_NONE */
    Value context;   /* exception or VALUE_NONE */
    Value notes;     /* list, or VALUE_ABSENT */
    bool suppress_context;
    /* What some builtin exceptions keep besides args; VALUE_ABSENT elsewhere.
     * StopIteration: value.  SystemExit: code.  KeyError: none.  OSError: errno,
     * strerror, filename, filename2.  ImportError: name, path, msg.  NameError:
     * name.  AttributeError: name, obj.  UnicodeError: encoding, object, start,
     * end, reason.  SyntaxError: msg, filename, lineno, offset, text, end_lineno,
     * end_offset.  ExceptionGroup: message, exceptions. */
    Value extra[7];
} Exception;

/* One place an exception passed, innermost last by following next. */
typedef struct {
    Object object;
    Value next;       /* Traceback or VALUE_NONE */
    Value code;       /* Code */
    uint32_t position; /* index into the code's instructions, for its position table */
    uint32_t line;
} Traceback;

static inline Exception *value_to_exception(Value value) { return (Exception *)value_object(value); }

/* Makes type(*args); args are shared. */
MUST_CHECK Value exception_new(Vm *vm, Type *type, const Value *args, size_t count);
/* The new innermost-first entry: called by the unwinder as frames are left, so
 * the entry added last becomes the outermost one.  Never fails visibly. */
void exception_add_traceback(Vm *vm, Value exception, Value code, uint32_t position, uint32_t line);
/* What `raise x` does with x: an instance as it is, a class called.  Owned, or VALUE_ERROR. */
MUST_CHECK MAY_RUN Value exception_from_raise(Vm *vm, Value raised);
/* Does an exception match what stands behind except (a class or tuple of them)?  -1: error. */
MUST_CHECK MAY_RUN int exception_matches(Vm *vm, Value exception, Value classes);
/* Links vm->handled as the context of an exception about to be raised, breaking cycles. */
void exception_set_context(Vm *vm, Value exception);
/* except*: splits a group: *matched and *rest owned or VALUE_NONE. */
MUST_CHECK MAY_RUN bool exception_split(Vm *vm, Value exception, Value classes, Value *matched, Value *rest);
/* Joins what except* clauses raised with what remained; owned, VALUE_NONE when nothing is left. */
MUST_CHECK MAY_RUN Value exception_star_result(Vm *vm, Value original, Value raised_list);

/* The text CPython prints for an uncaught exception, with chain, groups, notes
 * and caret lines (object/traceback.c); a str, or VALUE_ERROR.  Source lines
 * are read through the reader below. */
MUST_CHECK MAY_RUN Value exception_render(Vm *vm, Value exception);

/* The same with a choice of what is shown. */
typedef struct {
    bool without_chain;
    bool plain;          /* as CPython's C code prints: no carets, chain, notes, suggestions */
    bool only_exception; /* no stack: class, message, notes, as format_exception_only() */
    bool has_limit;
    int64_t limit;       /* so many of the outermost places; negative: of the innermost */
    Value traceback;     /* shown instead of the exception's own; VALUE_ABSENT: its own */
} RenderOptions;
MUST_CHECK MAY_RUN Value exception_render_with(Vm *vm, Value exception, const RenderOptions *options);

/* What a traceback knows of a place in the code: columns are bytes from 0, lines
 * count from 1.  The anchor is where the left operand, the subscripted value or
 * the called function ends. */
typedef enum { PLACE_ANCHOR_NONE, PLACE_ANCHOR_BINARY, PLACE_ANCHOR_SUBSCRIPT, PLACE_ANCHOR_CALL } PlaceAnchor;

typedef struct {
    Value filename, name; /* strs, borrowed from the code */
    uint32_t line, end_line, column, end_column;
    bool has_columns;
    PlaceAnchor anchor;
    uint32_t anchor_line, anchor_column;
} CodePlace;

/* Looks the position of a Traceback up in its code; bytecode/ defines it. */
bool code_place(Value code, uint32_t position, CodePlace *place);

/* What traceback.extract_tb() is made from: a list of tuples (filename, line,
 * end line, column, end column, name, source line or None, the text shown for it). */
MUST_CHECK Value traceback_entries(Vm *vm, Value traceback);

#endif
