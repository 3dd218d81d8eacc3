/* The first walk over the tree: opens the scopes and notes what each does with
 * each name.  The checks here need only what was seen so far. */
#include "compiler/literal_warnings.h"
#include "compiler/scopes.h"

#include "object/state.h"

typedef struct {
    Compiler *compiler;
    Scope *scope;
    Span statement; /* of the import being visited */
} Collector;

static void visit(Collector *collector, Node *node);

static void visit_list(Collector *collector, NodeList list)
{
    for (int i = 0; i < list.count; i++)
        if (list.items[i])
            visit(collector, list.items[i]);
}

#define NODE(name) visit(collector, this->name);
#define OPT(name)   \
    if (this->name) \
        visit(collector, this->name);
#define LIST(name) visit_list(collector, this->name);
#define IDENT(name)
#define OPTID(name)
#define IDS(name)
#define OPS(name)
#define NUM(name)
#define REAL(name)

static void visit_children(Collector *collector, Node *node)
{
    switch (node->kind) {
#define AST_NODE(Kind, class, fields)              \
    case AST_##Kind: {                             \
        Kind##Node *this = (Kind##Node *)node;     \
        (void)this;                                \
        fields                                     \
        break;                                     \
    }
#include "syntax/ast.def"
#undef AST_NODE
    default: UNREACHABLE();
    }
}
#undef NODE
#undef OPT
#undef LIST
#undef IDENT
#undef OPTID
#undef IDS
#undef OPS
#undef NUM
#undef REAL

/* ---- names ---- */

static Symbol *note_in(Collector *collector, Scope *scope, AstText name, uint32_t flags, Span span)
{
    Compiler *compiler = collector->compiler;
    Symbol *symbol = scope_add(compiler, scope, name);
    if (!symbol)
        return NULL;
    if ((flags & SYMBOL_PARAMETER) && (symbol->flags & SYMBOL_PARAMETER))
        compile_error(compiler, span, "duplicate argument '%s' in function definition", symbol->name.bytes);
    if ((flags & SYMBOL_TYPE_PARAMETER) && (symbol->flags & SYMBOL_TYPE_PARAMETER))
        compile_error(compiler, span, "duplicate type parameter '%s'", symbol->name.bytes);
    symbol->flags |= flags;
    if (flags & SYMBOL_CLEARED)
        scope->host->clears = true;
    return symbol;
}

static void note(Collector *collector, AstText name, uint32_t flags, Span span)
{
    Scope *scope = collector->scope;
    if (scope->in_iteration_target) {
        flags |= SYMBOL_ITERATION;
        Symbol *symbol = scope_find(collector->compiler, scope, name);
        if (symbol && (symbol->flags & SYMBOL_WALRUS))
            compile_error(collector->compiler, span,
                          "comprehension inner loop cannot rebind assignment expression target '%s'", symbol->name.bytes);
    }
    note_in(collector, scope, name, flags, span);
}

static void check_debug(Collector *collector, AstText name, Span span, bool deleting)
{
    if (text_is(name, "__debug__"))
        compile_error(collector->compiler, span, "cannot %s __debug__", deleting ? "delete" : "assign to");
}

static void visit_name(Collector *collector, NameNode *name)
{
    if (name->ctx == AST_LOAD) {
        note(collector, name->id, SYMBOL_USED, name->node.span);
        if (scope_is_function(collector->scope) && text_is(name->id, "super"))
            note(collector, text_from_c("__class__"), SYMBOL_USED, name->node.span);
        return;
    }
    check_debug(collector, name->id, name->node.span, name->ctx == AST_DEL);
    note(collector, name->id, SYMBOL_ASSIGNED | (name->ctx == AST_DEL ? SYMBOL_CLEARED : 0), name->node.span);
}

static void declare(Collector *collector, AstTextList names, bool global, Span span)
{
    Compiler *compiler = collector->compiler;
    const char *word = global ? "global" : "nonlocal";
    if (!global && collector->scope->kind == SCOPE_MODULE)
        compile_error(compiler, span, "nonlocal declaration not allowed at module level");
    for (int i = 0; i < names.count; i++) {
        Symbol *symbol = scope_add(compiler, collector->scope, names.items[i]);
        if (!symbol)
            return;
        const char *text = symbol->name.bytes;
        if (symbol->flags & SYMBOL_PARAMETER)
            compile_error(compiler, span, "name '%s' is parameter and %s", text, word);
        else if (symbol->flags & SYMBOL_USED)
            compile_error(compiler, span, "name '%s' is used prior to %s declaration", text, word);
        else if (symbol->flags & SYMBOL_ANNOTATED)
            compile_error(compiler, span, "annotated name '%s' can't be %s", text, word);
        else if (symbol->flags & SYMBOL_ASSIGNED)
            compile_error(compiler, span, "name '%s' is assigned to before %s declaration", text, word);
        symbol->flags |= global ? SYMBOL_GLOBAL : SYMBOL_NONLOCAL;
        if (symbol->place.line == 0)
            symbol->place = span;
    }
}

/* ---- scopes ---- */

static Scope *enter(Collector *collector, ScopeKind kind, ScopeRole role, Node *node)
{
    Scope *scope = scope_new(collector->compiler, kind, role, node, collector->scope);
    if (scope)
        collector->scope = scope;
    return scope;
}

static void leave(Collector *collector)
{
    collector->scope = collector->scope->parent;
}

static void visit_parameter(Collector *collector, Node *node)
{
    if (!node)
        return;
    argNode *arg = AST_CAST(arg, node);
    check_debug(collector, arg->arg, node->span, false);
    note(collector, arg->arg, SYMBOL_PARAMETER, node->span);
}

/* Registers follow this order. */
static void visit_parameters(Collector *collector, argumentsNode *args)
{
    for (int i = 0; i < args->posonlyargs.count; i++)
        visit_parameter(collector, args->posonlyargs.items[i]);
    for (int i = 0; i < args->args.count; i++)
        visit_parameter(collector, args->args.items[i]);
    for (int i = 0; i < args->kwonlyargs.count; i++)
        visit_parameter(collector, args->kwonlyargs.items[i]);
    visit_parameter(collector, args->vararg);
    visit_parameter(collector, args->kwarg);
}

static bool sees_class(const Scope *scope)
{
    return scope->kind == SCOPE_CLASS || (scope->uses_namespace && scope->kind != SCOPE_MODULE);
}

static Scope *enter_type_scope(Collector *collector, ScopeKind kind, ScopeRole role, Node *node, const char *what)
{
    bool in_class = sees_class(collector->scope);
    Scope *scope = enter(collector, kind, role, node);
    if (!scope)
        return NULL;
    scope->type_scope = what;
    scope->uses_namespace = in_class;
    /* The namespace of the class comes as the first parameter. */
    if (in_class)
        note(collector, text_from_c(".namespace"), SYMBOL_PARAMETER, node->span);
    return scope;
}

/* With the __future__ import they become text: a scope that is thrown away finds
 * what may not stand in them, and their names mean nothing. */
static void visit_annotation(Collector *collector, Node *annotation)
{
    Scope *outer = collector->scope, *before = outer->last_child;
    if (!annotation)
        return;
    if (!collector->compiler->future_annotations) {
        visit(collector, annotation);
        return;
    }
    if (!enter_type_scope(collector, SCOPE_TYPE_VALUE, ROLE_BODY, annotation, "an annotation"))
        return;
    visit(collector, annotation);
    leave(collector);
    outer->last_child = before;
    if (before)
        before->sibling = NULL;
    else
        outer->first_child = NULL;
}

static void visit_annotations_of(Collector *collector, NodeList list)
{
    for (int i = 0; i < list.count; i++)
        visit_annotation(collector, AST_CAST(arg, list.items[i])->annotation);
}

static void visit_argument_annotations(Collector *collector, argumentsNode *args)
{
    visit_annotations_of(collector, args->posonlyargs);
    visit_annotations_of(collector, args->args);
    if (args->vararg)
        visit_annotation(collector, AST_CAST(arg, args->vararg)->annotation);
    if (args->kwarg)
        visit_annotation(collector, AST_CAST(arg, args->kwarg)->annotation);
    visit_annotations_of(collector, args->kwonlyargs);
}

static void visit_type_value(Collector *collector, Node *value, ScopeRole role, Node *node, const char *what)
{
    if (!value || !enter_type_scope(collector, SCOPE_TYPE_VALUE, role, node, what))
        return;
    visit(collector, value);
    leave(collector);
}

static void visit_type_parameter(Collector *collector, Node *node)
{
    if (node->kind == AST_TypeVar) {
        TypeVarNode *var = AST_CAST(TypeVar, node);
        check_debug(collector, var->name, node->span, false);
        note(collector, var->name, SYMBOL_TYPE_PARAMETER, node->span);
        bool constraints = var->bound && var->bound->kind == AST_Tuple;
        visit_type_value(collector, var->bound, ROLE_BOUND, node, constraints ? "a TypeVar constraint" : "a TypeVar bound");
        visit_type_value(collector, var->default_value, ROLE_DEFAULT, node, "a TypeVar default");
    } else if (node->kind == AST_ParamSpec) {
        ParamSpecNode *spec = AST_CAST(ParamSpec, node);
        note(collector, spec->name, SYMBOL_TYPE_PARAMETER, node->span);
        visit_type_value(collector, spec->default_value, ROLE_DEFAULT, node, "a ParamSpec default");
    } else {
        TypeVarTupleNode *tuple = AST_CAST(TypeVarTuple, node);
        note(collector, tuple->name, SYMBOL_TYPE_PARAMETER, node->span);
        visit_type_value(collector, tuple->default_value, ROLE_DEFAULT, node, "a TypeVarTuple default");
    }
}

/* Opens the scope of type parameters, if there are any. */
static bool enter_type_parameters(Collector *collector, Node *node, NodeList params)
{
    if (params.count == 0 ||
        !enter_type_scope(collector, SCOPE_TYPE_PARAMETERS, ROLE_TYPE_PARAMETERS, node, "the definition of a generic"))
        return false;
    if (node->kind == AST_ClassDef)
        collector->scope->class_name = AST_CAST(ClassDef, node)->name;
    if (node->kind == AST_FunctionDef) {
        note(collector, text_from_c(".defaults"), SYMBOL_PARAMETER, node->span);
        note(collector, text_from_c(".kwdefaults"), SYMBOL_PARAMETER, node->span);
    }
    for (int i = 0; i < params.count; i++)
        visit_type_parameter(collector, params.items[i]);
    return true;
}

static void visit_function(Collector *collector, FunctionDefNode *function)
{
    Node *node = &function->node;
    argumentsNode *args = AST_CAST(arguments, function->args);
    check_debug(collector, function->name, node->span, false);
    note(collector, function->name, SYMBOL_ASSIGNED, node->span);
    visit_list(collector, args->defaults);
    visit_list(collector, args->kw_defaults);
    visit_list(collector, function->decorators);
    bool generic = enter_type_parameters(collector, node, function->type_params);
    visit_argument_annotations(collector, args);
    visit_annotation(collector, function->returns);
    Scope *scope = enter(collector, SCOPE_FUNCTION, ROLE_BODY, node);
    if (!scope)
        return;
    scope->is_async = function->is_async;
    visit_parameters(collector, args);
    visit_list(collector, function->body);
    leave(collector);
    if (generic)
        leave(collector);
}

static void visit_lambda(Collector *collector, LambdaNode *lambda)
{
    argumentsNode *args = AST_CAST(arguments, lambda->args);
    visit_list(collector, args->defaults);
    visit_list(collector, args->kw_defaults);
    if (!enter(collector, SCOPE_LAMBDA, ROLE_BODY, &lambda->node))
        return;
    visit_parameters(collector, args);
    visit(collector, lambda->body);
    leave(collector);
}

static void visit_class(Collector *collector, ClassDefNode *class)
{
    check_debug(collector, class->name, class->node.span, false);
    note(collector, class->name, SYMBOL_ASSIGNED, class->node.span);
    visit_list(collector, class->decorators);
    bool generic = enter_type_parameters(collector, &class->node, class->type_params);
    visit_list(collector, class->bases);
    visit_list(collector, class->keywords);
    Scope *scope = enter(collector, SCOPE_CLASS, ROLE_BODY, &class->node);
    if (!scope)
        return;
    scope->class_name = class->name;
    scope->uses_namespace = true;
    visit_list(collector, class->body);
    leave(collector);
    if (generic)
        leave(collector);
}

static void visit_type_alias(Collector *collector, TypeAliasNode *alias)
{
    visit(collector, alias->name);
    bool generic = enter_type_parameters(collector, &alias->node, alias->type_params);
    visit_type_value(collector, alias->value, ROLE_BODY, &alias->node, "a type alias");
    if (generic)
        leave(collector);
}

/* ---- comprehensions ---- */

static void visit_iterable(Collector *collector, Node *iterable)
{
    Scope *scope = collector->scope;
    scope->iterable_depth++;
    visit(collector, iterable);
    scope->iterable_depth--;
}

static void visit_generator(Collector *collector, comprehensionNode *part, bool first)
{
    collector->scope->in_iteration_target = true;
    visit(collector, part->target);
    collector->scope->in_iteration_target = false;
    if (!first)
        visit_iterable(collector, part->iter);
    visit_list(collector, part->ifs);
    if (part->is_async)
        collector->scope->has_await = true;
}

static void visit_comprehension(Collector *collector, Node *node, NodeList generators, Node *first, Node *second)
{
    visit_iterable(collector, AST_CAST(comprehension, generators.items[0])->iter);
    bool is_generator = node->kind == AST_GeneratorExp;
    Scope *scope = enter(collector, is_generator ? SCOPE_GENERATOR : SCOPE_COMPREHENSION, ROLE_BODY, node);
    if (!scope)
        return;
    if (is_generator)
        note(collector, text_from_c(".0"), SYMBOL_PARAMETER, node->span);
    for (int i = 0; i < generators.count; i++)
        visit_generator(collector, AST_CAST(comprehension, generators.items[i]), i == 0);
    if (second)
        visit(collector, second);
    visit(collector, first);
    leave(collector);
    if (!is_generator && scope->has_await)
        collector->scope->has_await = true;
}

static bool is_comprehension(const Scope *scope)
{
    return scope->kind == SCOPE_GENERATOR || scope->kind == SCOPE_COMPREHENSION;
}

static void check_type_scope(Collector *collector, Span span, const char *what)
{
    if (collector->scope->type_scope)
        compile_error(collector->compiler, span, "%s expression cannot be used within %s", what, collector->scope->type_scope);
}

/* In a comprehension := binds in the function or module around it. */
static void bind_outside_comprehension(Collector *collector, NameNode *target)
{
    Compiler *compiler = collector->compiler;
    Scope *scope = collector->scope;
    Span span = target->node.span;
    for (; is_comprehension(scope); scope = scope->parent) {
        Symbol *symbol = scope_add(compiler, scope, target->id);
        if (!symbol)
            return;
        if (symbol->flags & SYMBOL_ITERATION)
            compile_error(compiler, span, "assignment expression cannot rebind comprehension iteration variable '%s'",
                          symbol->name.bytes);
        symbol->flags |= SYMBOL_USED | SYMBOL_WALRUS;
    }
    scope->host->has_walrus = true;
    if (scope->kind == SCOPE_CLASS)
        compile_error(compiler, span, "assignment expression within a comprehension cannot be used in a class body");
    else if (scope->type_scope)
        compile_error(compiler, span, "assignment expression within a comprehension cannot be used within %s",
                      scope->type_scope);
    check_debug(collector, target->id, span, false);
    note_in(collector, scope, target->id, SYMBOL_ASSIGNED, span);
}

static void visit_walrus(Collector *collector, NamedExprNode *named)
{
    Scope *scope = collector->scope;
    check_type_scope(collector, named->node.span, "named");
    if (scope->iterable_depth > 0)
        compile_error(collector->compiler, named->node.span,
                      "assignment expression cannot be used in a comprehension iterable expression");
    scope->host->has_walrus = true;
    if (!is_comprehension(scope)) {
        visit(collector, named->value);
        visit(collector, named->target);
        return;
    }
    bind_outside_comprehension(collector, AST_CAST(Name, named->target));
    visit(collector, named->value);
}

static void visit_yield(Collector *collector, Node *node)
{
    Scope *scope = collector->scope;
    check_type_scope(collector, node->span, "yield");
    visit_children(collector, node);
    scope->has_yield = true;
    if (!is_comprehension(scope))
        return;
    const char *what = scope->node->kind == AST_ListComp   ? "list comprehension"
                       : scope->node->kind == AST_SetComp  ? "set comprehension"
                       : scope->node->kind == AST_DictComp ? "dict comprehension"
                                                           : "generator expression";
    compile_error(collector->compiler, node->span, "'yield' inside %s", what);
}

/* ---- statements and patterns that bind ---- */

static void visit_annotated(Collector *collector, AnnAssignNode *assign)
{
    Compiler *compiler = collector->compiler;
    Scope *scope = collector->scope;
    if (assign->target->kind != AST_Name) {
        visit(collector, assign->target);
    } else {
        NameNode *name = AST_CAST(Name, assign->target);
        Symbol *symbol = scope_find(compiler, scope, name->id);
        if (symbol && (symbol->flags & (SYMBOL_GLOBAL | SYMBOL_NONLOCAL)) && scope->kind != SCOPE_MODULE && assign->simple)
            compile_error(compiler, assign->node.span, "annotated name '%s' can't be %s", symbol->name.bytes,
                          symbol->flags & SYMBOL_GLOBAL ? "global" : "nonlocal");
        check_debug(collector, name->id, assign->value ? name->node.span : assign->node.span, false);
        if (assign->simple)
            note(collector, name->id, SYMBOL_ANNOTATED | SYMBOL_ASSIGNED, assign->node.span);
        else if (assign->value)
            note(collector, name->id, SYMBOL_ASSIGNED, assign->node.span);
    }
    visit_annotation(collector, assign->annotation);
    if (assign->value)
        visit(collector, assign->value);
}

static void visit_alias(Collector *collector, aliasNode *alias)
{
    AstText name = alias->asname.bytes ? alias->asname : alias->name;
    if (text_is(name, "*")) {
        if (collector->scope->kind != SCOPE_MODULE)
            compile_error(collector->compiler, alias->node.span, "import * only allowed at module level");
        return;
    }
    const char *dot = alias->asname.bytes ? NULL : memchr(name.bytes, '.', name.size);
    if (dot) {
        name.size = (uint32_t)(dot - name.bytes);
        name.bytes = arena_copy(collector->compiler->arena, name.bytes, name.size);
        if (!name.bytes) {
            collector->compiler->failed = true;
            return;
        }
    }
    check_debug(collector, name, collector->statement, false);
    note(collector, name, SYMBOL_IMPORTED, alias->node.span);
}

static void bind_optional(Collector *collector, AstText name, uint32_t flags, Span span)
{
    if (!name.bytes)
        return;
    check_debug(collector, name, span, false);
    note(collector, name, SYMBOL_ASSIGNED | flags, span);
}

static void visit_binding(Collector *collector, Node *node)
{
    switch (node->kind) {
    case AST_ExceptHandler: {
        ExceptHandlerNode *handler = AST_CAST(ExceptHandler, node);
        if (handler->type)
            visit(collector, handler->type);
        bind_optional(collector, handler->name, SYMBOL_CLEARED, node->span);
        visit_list(collector, handler->body);
        return;
    }
    case AST_MatchStar: bind_optional(collector, AST_CAST(MatchStar, node)->name, 0, node->span); return;
    case AST_MatchAs:
        visit_children(collector, node);
        bind_optional(collector, AST_CAST(MatchAs, node)->name, 0, node->span);
        return;
    case AST_MatchMapping:
        visit_children(collector, node);
        bind_optional(collector, AST_CAST(MatchMapping, node)->rest, 0, node->span);
        return;
    case AST_Attribute: {
        AttributeNode *attribute = AST_CAST(Attribute, node);
        visit(collector, attribute->value);
        if (attribute->ctx == AST_STORE)
            check_debug(collector, attribute->attr, node->span, false);
        return;
    }
    case AST_AugAssign: {
        AugAssignNode *assign = AST_CAST(AugAssign, node);
        /* CPython lets x.__debug__ += 1 pass. */
        if (assign->target->kind == AST_Attribute)
            visit(collector, AST_CAST(Attribute, assign->target)->value);
        else
            visit(collector, assign->target);
        visit(collector, assign->value);
        return;
    }
    case AST_MatchClass: {
        MatchClassNode *pattern = AST_CAST(MatchClass, node);
        for (int i = 0; i < pattern->kwd_attrs.count; i++)
            check_debug(collector, pattern->kwd_attrs.items[i], pattern->kwd_patterns.items[i]->span, false);
        visit_children(collector, node);
        return;
    }
    case AST_keyword:
        if (AST_CAST(keyword, node)->arg.bytes)
            check_debug(collector, AST_CAST(keyword, node)->arg, node->span, false);
        visit_children(collector, node);
        return;
    case AST_Import:
    case AST_ImportFrom:
        collector->statement = node->span;
        visit_children(collector, node);
        return;
    default: visit_children(collector, node); return;
    }
}

/* ---- everything ---- */

static void visit_scoping_expression(Collector *collector, Node *node)
{
    switch (node->kind) {
    case AST_Lambda: visit_lambda(collector, AST_CAST(Lambda, node)); return;
    case AST_ListComp: {
        ListCompNode *comp = AST_CAST(ListComp, node);
        visit_comprehension(collector, node, comp->generators, comp->elt, NULL);
        return;
    }
    case AST_SetComp: {
        SetCompNode *comp = AST_CAST(SetComp, node);
        visit_comprehension(collector, node, comp->generators, comp->elt, NULL);
        return;
    }
    case AST_DictComp: {
        DictCompNode *comp = AST_CAST(DictComp, node);
        visit_comprehension(collector, node, comp->generators, comp->key, comp->value);
        return;
    }
    case AST_GeneratorExp: {
        GeneratorExpNode *comp = AST_CAST(GeneratorExp, node);
        visit_comprehension(collector, node, comp->generators, comp->elt, NULL);
        return;
    }
    case AST_Await:
        check_type_scope(collector, node->span, "await");
        visit_children(collector, node);
        collector->scope->has_await = true;
        return;
    default: visit_binding(collector, node); return;
    }
}

static void visit(Collector *collector, Node *node)
{
    Compiler *compiler = collector->compiler;
    if (compiler->failed)
        return;
    if (!stack_guard(compiler->vm)) {
        compiler->failed = true;
        return;
    }
    literal_warnings(compiler, node);
    switch (node->kind) {
    case AST_Name: visit_name(collector, AST_CAST(Name, node)); return;
    case AST_FunctionDef: visit_function(collector, AST_CAST(FunctionDef, node)); return;
    case AST_ClassDef: visit_class(collector, AST_CAST(ClassDef, node)); return;
    case AST_TypeAlias: visit_type_alias(collector, AST_CAST(TypeAlias, node)); return;
    case AST_AnnAssign: visit_annotated(collector, AST_CAST(AnnAssign, node)); return;
    case AST_alias: visit_alias(collector, AST_CAST(alias, node)); return;
    case AST_Global: declare(collector, AST_CAST(Global, node)->names, true, node->span); return;
    case AST_Nonlocal: declare(collector, AST_CAST(Nonlocal, node)->names, false, node->span); return;
    case AST_NamedExpr: visit_walrus(collector, AST_CAST(NamedExpr, node)); return;
    case AST_Yield:
    case AST_YieldFrom: visit_yield(collector, node); return;
    default: visit_scoping_expression(collector, node); return;
    }
}

void scope_collect_module(Compiler *compiler, Node *tree)
{
    Scope *scope = scope_new(compiler, SCOPE_MODULE, ROLE_BODY, tree, NULL);
    if (!scope)
        return;
    compiler->module = scope;
    Collector collector = {.compiler = compiler, .scope = scope};
    if (compiler->options->namespace_in_register) {
        scope->uses_namespace = true;
        note(&collector, text_from_c(".namespace"), SYMBOL_PARAMETER, tree->span);
    }
    visit_children(&collector, tree);
}
