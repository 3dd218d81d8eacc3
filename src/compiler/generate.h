/* From tree to instructions: what the files of the code generator call of one
 * another.
 *
 * `expr_to` leaves an owned value in a register: an empty temporary, or a local,
 * which is written by the last instruction only, so that an exception on the way
 * leaves it as it was.  `expr_operand` is for reading: a bound local is its own
 * register, everything else goes to a new temporary. */
#ifndef HABU_COMPILER_GENERATE_H
#define HABU_COMPILER_GENERATE_H

#include "compiler/block.h"
#include "compiler/unit.h"

/* expression.c */
void expr_to(Unit *unit, Node *node, uint16_t reg);
uint16_t expr_push(Unit *unit, Node *node); /* into the next temporary */
Operand expr_operand(Unit *unit, Node *node);
/* As expr_operand, with a temporary to use when one is needed (NO_REGISTER or a local: none). */
Operand expr_operand_in(Unit *unit, Node *node, uint16_t hint);
void expr_effect(Unit *unit, Node *node); /* the value is dropped */
void operand_release(Unit *unit, const Node *node, Operand operand);
void operand_move_to(Unit *unit, const Node *node, Operand operand, uint16_t reg);
/* A borrowed local that evaluating `later` may rebind is copied. */
Operand operand_keep(Unit *unit, Operand operand, const Node *node, const Node *later);
/* A temporary to build a value for reg in; finish_work moves it there. */
uint16_t begin_work(Unit *unit, uint16_t reg);
void finish_work(Unit *unit, const Node *node, uint16_t work, uint16_t reg);
void load_constant(Unit *unit, const Node *node, Value value, uint16_t reg); /* takes value */
void walrus_to(Unit *unit, NamedExprNode *node, uint16_t reg);
static inline unsigned take_a(Operand operand) { return operand.owned ? FLAG_RA : 0; }
static inline unsigned take_b(Operand operand) { return operand.owned ? FLAG_RB : 0; }
static inline unsigned take_c(Operand operand) { return operand.owned ? FLAG_RC : 0; }

/* name.c */
void name_load(Unit *unit, const Node *node, AstText name, uint16_t reg);
bool name_operand(Unit *unit, const Node *node, AstText name, Operand *operand); /* false: not a plain local */
bool name_is_local(Unit *unit, AstText name, uint16_t *reg); /* a register that holds the value itself */
void name_store(Unit *unit, const Node *node, AstText name, Operand value);
void name_delete(Unit *unit, const Node *node, AstText name);
void name_unbind(Unit *unit, const Node *node, AstText name); /* bound or not */

/* operator.c */
void binary_to(Unit *unit, BinOpNode *node, uint16_t reg);
/* reg = left op node, in place when asked; left is consumed. */
void binary_with_left(Unit *unit, const Node *node, AstOperator op, bool in_place, Operand left, Node *right, uint16_t reg);
void unary_to(Unit *unit, UnaryOpNode *node, uint16_t reg);
void bool_to(Unit *unit, BoolOpNode *node, uint16_t reg);
void conditional_to(Unit *unit, IfExpNode *node, uint16_t reg);
/* compare.c */
void compare_to(Unit *unit, CompareNode *node, uint16_t reg);
/* Jumps to label when the truth of test is sense. */
void compile_jump(Unit *unit, Node *test, Label *label, bool sense);
void compare_jump(Unit *unit, CompareNode *node, Label *label, bool sense);

/* display.c */
void list_to(Unit *unit, const Node *node, NodeList elts, uint16_t reg);
void tuple_to(Unit *unit, const Node *node, NodeList elts, uint16_t reg);
void set_to(Unit *unit, SetNode *node, uint16_t reg);
void dict_to(Unit *unit, DictNode *node, uint16_t reg);
void joined_to(Unit *unit, JoinedStrNode *node, uint16_t reg);
void formatted_to(Unit *unit, FormattedValueNode *node, uint16_t reg);
void slice_to(Unit *unit, SliceNode *node, uint16_t reg);

/* Adds elements (starred ones too) one by one to the list or set in work. */
void display_extend(Unit *unit, const Node *node, uint16_t work, NodeList elts, int from, bool is_set);

/* call.c */
void call_check_keywords(Unit *unit, NodeList keywords); /* no name twice */
/* dict = the keyword arguments, ** included, for a call of what is at window. */
void call_keywords_to(Unit *unit, const Node *node, NodeList keywords, uint16_t window, uint16_t dict);
void call_to(Unit *unit, CallNode *node, uint16_t reg);
/* The call of a window at w whose callee is there already; first_count arguments lie behind it. */
void call_window(Unit *unit, const Node *node, uint16_t window, unsigned first_count, NodeList args, NodeList keywords,
                 bool method, uint16_t reg);
bool call_needs_tuple(NodeList args, NodeList keywords);
/* CALL_EX of the callee at window; args and keywords are collected. */
void call_collected(Unit *unit, const Node *node, uint16_t window, NodeList args, NodeList keywords, uint16_t reg);

/* comprehension.c */
void comprehension_to(Unit *unit, Node *node, uint16_t reg);

/* suspend.c */
void await_to(Unit *unit, AwaitNode *node, uint16_t reg);
void yield_to(Unit *unit, YieldNode *node, uint16_t reg);
void yield_from_to(Unit *unit, YieldFromNode *node, uint16_t reg);
/* Awaits the owned temporary; the result replaces it.  kind as GET_AWAITABLE's c. */
void await_register(Unit *unit, const Node *node, uint16_t reg, unsigned kind);
bool unit_may_await(const Unit *unit);

/* target.c */
void target_store_value(Unit *unit, Node *target, Operand value); /* consumes an owned value */
void assign_statement(Unit *unit, AssignNode *node);
void augmented_statement(Unit *unit, AugAssignNode *node);
void annotated_statement(Unit *unit, AnnAssignNode *node);
void delete_target(Unit *unit, Node *target);

/* statement.c */
void compile_statements(Unit *unit, NodeList body);
void compile_statement(Unit *unit, Node *node);
/* loop.c */
void for_statement(Unit *unit, ForNode *node);
void compile_unreachable(Unit *unit, NodeList body);
void while_statement(Unit *unit, WhileNode *node);
void loop_exit(Unit *unit, const Node *node, bool breaks);
void return_statement(Unit *unit, ReturnNode *node);
/* The loop `for target in iterable` around a body: used by comprehensions too. */
typedef struct {
    Label next, body, done;
    uint16_t state; /* first of the temporaries that are the loop's state */
    uint16_t item;  /* local or temporary that gets the next item */
    bool is_async;
    const Node *iterable;
    Node *target;
    uint32_t mark;
} Loop;
void loop_begin(Unit *unit, Loop *loop, Operand iterable); /* up to the stored target */
void loop_end(Unit *unit, Loop *loop);                     /* from `next` on */
/* try.c, try_star.c, with.c */
void try_statement(Unit *unit, TryNode *node);
void try_star_handlers(Unit *unit, TryNode *node, uint16_t exception, const State *entry, Label *label, Label *end);
void leave_handler(Unit *unit, const Node *node, uint16_t exception);
void with_statement(Unit *unit, WithNode *node);
void with_leave(Unit *unit, const Block *block);
/* pattern.c */
void match_statement(Unit *unit, MatchNode *node);
/* import.c */
void import_statement(Unit *unit, ImportNode *node);
void import_from_statement(Unit *unit, ImportFromNode *node);
bool future_scan(Compiler *compiler, NodeList body);

/* function.c */
void function_statement(Unit *unit, FunctionDefNode *node);
void lambda_to(Unit *unit, LambdaNode *node, uint16_t reg);
/* reg = function of the finished code (taken). */
void make_function(Unit *unit, const Node *node, Value code, unsigned flags, uint16_t parts, uint16_t reg);
/* Cells for the captured parameters and locals. */
void make_cells(Unit *unit, const Node *node);
/* Pushes the callees of decorators with their windows; apply_decorators calls them on the value in the
 * last window's argument (or at reg itself) and leaves the result in reg. */
uint16_t push_decorators(Unit *unit, NodeList decorators);
void apply_decorators(Unit *unit, NodeList decorators, uint16_t first, uint16_t value, uint16_t reg);
/* class.c */
void class_note_attribute(Unit *unit, AttributeNode *target); /* self.x = ... */
void setup_annotations(Unit *unit, const Node *node, NodeList body);
void class_statement(Unit *unit, ClassDefNode *node);
/* type_params.c */
void type_alias_statement(Unit *unit, TypeAliasNode *node);
/* Runs inside a new unit of the scope of type parameters: makes them, and leaves the tuple of them in the next temporary. */
uint16_t type_params_push(Unit *unit, const Node *node, NodeList params);
AstText type_params_name(Unit *unit, AstText owner); /* what the code that makes them is called */
/* Pushes what the code of a type scope needs as arguments from the maker: the class's namespace. */
void type_scope_push_namespace(Unit *unit, const Node *node, const Scope *scope);
/* docstring.c */
Value docstring_clean(Vm *vm, AstText text);
const ConstantNode *docstring_find(NodeList body);
/* unparse.c */
Value unparse_expression(Unit *unit, const Node *node);

#endif
