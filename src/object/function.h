/* Functions of the language, methods, cells, descriptors, modules. */
#ifndef HABU_OBJECT_FUNCTION_H
#define HABU_OBJECT_FUNCTION_H

#include "object/state.h"

typedef struct Code Code; /* bytecode/code.h */

/* What a function takes over from its code, all borrowed; bytecode/facts.c. */
typedef struct {
    Value name, qualname, doc;
    uint32_t free_count;
} CodeFacts;
void code_facts(const Code *code, CodeFacts *facts);

typedef struct {
    Object object;
    Value value; /* VALUE_ABSENT: unbound */
} Cell;

typedef struct {
    Object object;
    Code *code;       /* owned */
    Value globals;    /* dict */
    Value defaults;   /* tuple of the last positional parameters' defaults, or VALUE_ABSENT */
    Value kwdefaults; /* dict or VALUE_ABSENT */
    Value name, qualname;
    Value module, doc;
    Value dict;        /* VALUE_ABSENT until used */
    Value annotations; /* dict, or VALUE_ABSENT */
    Value type_params; /* tuple or VALUE_ABSENT */
    uint32_t closure_count;
    Value closure[];   /* cells */
} Function;

typedef struct {
    Object object;
    Value function, self;
} Method;

typedef struct {
    Object object;
    Value getter, setter, deleter, doc; /* VALUE_NONE when missing */
    Value name;                         /* VALUE_ABSENT until __set_name__ */
} Property;

/* staticmethod, classmethod */
typedef struct {
    Object object;
    Value function;
    Value dict;
} Wrapper;

typedef struct {
    Object object;
    Value dict;
    Value name; /* str */
} Module;

static inline Function *value_to_function(Value value) { return (Function *)value_object(value); }
MUST_CHECK Value cell_new(Vm *vm, Value value); /* shares value */
MUST_CHECK Value cell_new_take(Vm *vm, Value value);
/* globals shared; closure filled in by the caller (cells are VALUE_ABSENT until then). */
MUST_CHECK Function *function_new(Vm *vm, Code *code, Value globals);
MUST_CHECK Value method_new(Vm *vm, Value function, Value self);
MUST_CHECK Value module_new(Vm *vm, Value name); /* with __name__, __doc__, __package__, __loader__, __spec__ */
MUST_CHECK Value staticmethod_new(Vm *vm, Value function);
MUST_CHECK Value classmethod_new(Vm *vm, Value function);

#endif
