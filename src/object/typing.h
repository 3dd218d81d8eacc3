/* What `[...]` and `|` make of types, and type parameters. */
#ifndef HABU_OBJECT_TYPING_H
#define HABU_OBJECT_TYPING_H

#include "object/state.h"

/* list[int]: origin subscripted with args, which is made a tuple when it is not one. */
MUST_CHECK MAY_RUN Value generic_alias_new(Vm *vm, Value origin, Value args);
/* `__class_getitem__` for builtin generic types: FN(generic_alias_class_getitem,
 * "@classmethod __class_getitem__(cls, object, /)", "See PEP 585"). */
Value generic_alias_class_getitem(Vm *vm, const Value *args);

/* left | right where one is a type: a union, or VALUE_NOT_IMPLEMENTED. */
MUST_CHECK MAY_RUN Value union_or(Vm *vm, Value left, Value right);
/* The members (a tuple, borrowed) of a UnionType. */
Value union_args_borrow(Value value);

/* Type parameters.  The evaluate functions take no argument and are called when
 * the value is first asked for; VALUE_ABSENT where there is none. */
MUST_CHECK Value type_var_new(Vm *vm, Value name, Value evaluate_bound, Value evaluate_constraints);
MUST_CHECK Value param_spec_new(Vm *vm, Value name);
MUST_CHECK Value type_var_tuple_new(Vm *vm, Value name);
/* Gives any of these a default. */
void type_parameter_set_default(Vm *vm, Value parameter, Value evaluate_default);
MUST_CHECK Value type_alias_new(Vm *vm, Value name, Value type_params, Value evaluate_value);
/* Generic[params]: the base class that `class C[T]` gets. */
MUST_CHECK MAY_RUN Value type_parameters_generic_base(Vm *vm, Value params);

#endif
