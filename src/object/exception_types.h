/* What exception.c, exception_types.c and exception_group.c share. */
#ifndef HABU_OBJECT_EXCEPTION_TYPES_H
#define HABU_OBJECT_EXCEPTION_TYPES_H

#include "object/exception.h"
#include "object/native.h"

/* Where the exceptions keep their values in Exception.extra. */
enum {
    STOP_VALUE = 0,
    EXIT_CODE = 0,
    OS_ERRNO = 0, OS_STRERROR, OS_FILENAME, OS_FILENAME2,
    IMPORT_NAME = 0, IMPORT_PATH, IMPORT_MSG, IMPORT_NAME_FROM,
    NAME_NAME = 0, NAME_SUGGESTION, /* for the traceback only, as is FROM_SELF */
    ATTRIBUTE_NAME = 0, ATTRIBUTE_OBJ, ATTRIBUTE_FROM_SELF,
    UNICODE_ENCODING = 0, UNICODE_OBJECT, UNICODE_START, UNICODE_END, UNICODE_REASON,
    SYNTAX_MSG = 0, SYNTAX_FILENAME, SYNTAX_LINENO, SYNTAX_OFFSET, SYNTAX_TEXT, SYNTAX_END_LINENO, SYNTAX_END_OFFSET,
    GROUP_MESSAGE = 0, GROUP_EXCEPTIONS,
    EXTRA_COUNT = 7
};

/* The C side of an __init__: args a tuple, kwargs a dict or VALUE_ABSENT.  Sets
 * what the type keeps besides args. */
typedef bool (*ExceptionInit)(Vm *vm, Exception *self, Value args, Value kwargs);

/* The init of the nearest builtin exception that has its own. */
ExceptionInit exception_init_of(const Type *type);

/* A fresh exception with args (shared, a tuple) and nothing else. */
MUST_CHECK Value exception_new_bare(Vm *vm, Type *type, Value args);

/* TypeDef.construct of the builtin exceptions. */
MUST_CHECK MAY_RUN Value exception_construct(Vm *vm, Type *type, const Value *args, int count);

/* OSError's subclass for an errno, or OSError itself. */
Type *os_error_type(const Vm *vm, Value code);

/* TypeError unless kwargs is empty. */
MUST_CHECK bool exception_no_keywords(Vm *vm, const Exception *self, Value kwargs);

/* str(e) as BaseException does it. */
MUST_CHECK MAY_RUN Value exception_plain_str(Vm *vm, Value self);

/* Members of types with tables of their own (exception_group.c). */
extern const NativeDef exception_group_methods[];
extern const NativeDef base_exception_methods[];
extern const GetSetDef exception_group_getsets[];
extern const GetSetDef base_exception_getsets[];
MAY_RUN Value exception_group_str(Vm *vm, Value self);

/* Slots that every exception inherits. */
void exception_slot_destroy(Vm *vm, Object *object);
void exception_slot_traverse(Vm *vm, Object *object, void (*visit)(Vm *, Value, void *), void *context);
void exception_slot_clear(Vm *vm, Object *object);
MAY_RUN Value exception_slot_repr(Vm *vm, Value self);

/* Is it a class that derives from BaseException? */
static inline bool value_is_exception_class(const Vm *vm, Value value)
{
    return value_is_type(vm, value) && (((Type *)value_object(value))->flags & TYPE_FLAG_EXCEPTION);
}

#endif
