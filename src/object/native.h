/* Functions written in C.
 *
 * A native is one C function and its signature as Python would write it; the
 * signature is parsed at the first call, and arguments, keywords and defaults
 * are bound before the C function sees them, as a plain array with one entry a
 * parameter: a missing optional argument has its default, `*args` is a tuple,
 * `**kwargs` a dict.  A default written `?` is VALUE_ABSENT.
 *
 *     static const NativeDef list_methods[] = {
 *         FN(list_m_append, "append(self, object, /)", "Append object to the end of the list."),
 *         FN(list_m_sort, "sort(self, /, *, key=None, reverse=False)", "..."),
 *         FN(dict_m_fromkeys, "@classmethod fromkeys(type, iterable, value=None, /)", "..."),
 *         FN(str_m_maketrans, "@staticmethod maketrans(x, y=?, z=?, /)", "..."),
 *         FN(int_new, "__new__(cls, x=0, /, base=?)", "..."),
 *         {0}
 *     };
 *
 * Args are borrowed; the result is owned.  Natives never suspend. */
#ifndef HABU_OBJECT_NATIVE_H
#define HABU_OBJECT_NATIVE_H

#include "object/state.h"

typedef Value (*NativeFunction)(Vm *vm, const Value *args);

typedef struct {
    NativeFunction function;
    const char *signature;
    const char *doc;
} NativeDef;

#define FN(function, signature, doc) {function, signature, doc}

typedef struct {
    const char *name;
    Value (*get)(Vm *vm, Value self);
    bool (*set)(Vm *vm, Value self, Value value); /* NULL: read-only; VALUE_ABSENT deletes */
    const char *doc;
} GetSetDef;

typedef struct Signature Signature; /* the parsed form, object/signature.h */

/* Types builtin_function_or_method and method_descriptor. */
typedef struct {
    Object object;
    const NativeDef *def;
    Signature *signature; /* NULL until first called; owned */
    NativeFunction function; /* def->function */
    int32_t exact_count;  /* parameters, self included, when all can be passed by position and none is `*`;
                             -1 unknown yet, -2 when not so */
    Value name;           /* str */
    Value self;           /* bound first argument (module functions: VALUE_ABSENT) */
    Value module;         /* str, or the Type a method descriptor belongs to; VALUE_ABSENT */
    Value dict;           /* attributes set by programs, VALUE_ABSENT */
    Value origin;         /* the native this one was bound from, which has the signature; VALUE_ABSENT */
} Native;

static inline Native *value_to_native(Value value) { return (Native *)value_object(value); }

/* Makes a function of a module, whose name (a str) it keeps. */
MUST_CHECK Value native_new(Vm *vm, const NativeDef *def, Value module);
/* What a type's dict holds for def: a method descriptor, `__new__` as a native,
 * or a classmethod or staticmethod of one. */
MUST_CHECK Value native_method_new(Vm *vm, const NativeDef *def, Type *owner);
/* The native bound to self, as `[].append` is. */
MUST_CHECK Value native_bind(Vm *vm, Value native, Value self);

/* Calls a native (args as for call_values, without its bound self). */
MUST_CHECK MAY_RUN Value native_call(Vm *vm, Value native, const Value *args, int count, Value names);

/* The signature's parameters as text "(self, object, /)" for help() and inspect. */
Value native_signature_text(Vm *vm, const Native *native);

/* A builtin type's description: what its setup function hands to type_define. */
typedef struct {
    const char *name;        /* without module */
    const char *module;      /* NULL: "builtins" */
    const char *doc;         /* NULL: none */
    TypeId base;             /* TYPE_FREE means object; ignored when type_create gets a base */
    uint32_t flags;          /* TypeFlags */
    uint32_t size;           /* sizeof the instance struct */
    Slots slots;             /* slots left NULL are inherited */
    const NativeDef *methods; /* ended by {0}, or NULL */
    const GetSetDef *getsets; /* ended by {0}, or NULL */
    uint32_t dict_offset;     /* of the instance's own dict in its struct, 0: none (see Type) */
    /* Calling the type itself with count positional arguments, without the detour
     * through __new__ and __init__; VALUE_NOT_IMPLEMENTED sends the call there. */
    Value (*construct)(Vm *vm, Type *type, const Value *args, int count);
} TypeDef;

#endif
