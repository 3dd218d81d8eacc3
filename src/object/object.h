/* Objects, types, shapes: what every heap value has in common.
 *
 * A Type is an object; its slots say how C code does the basic operations on
 * its instances.  A class statement fills the slots with functions that look
 * up the dunder methods, so C code never asks whether a type is builtin.
 *
 * A Shape says which type an object has and, for objects with attributes,
 * which attribute lies in which place.  Builtin types' direct instances have
 * the shape whose number is their TypeId. */
#ifndef HABU_OBJECT_OBJECT_H
#define HABU_OBJECT_OBJECT_H

#include "object/value.h"

typedef enum {
    TYPE_FREE, /* 0: an unused block */
#define TYPE_ID(id, name, setup) TYPE_##id,
#include "object/types.def"
#undef TYPE_ID
#define EXCEPTION(id, name, base) TYPE_##id,
#include "object/exceptions.def"
#undef EXCEPTION
    TYPE_ID_COUNT
} TypeId;

typedef struct Type Type;
typedef struct Shape Shape;

typedef enum {
    BINARY_ADD, BINARY_SUB, BINARY_MUL, BINARY_MATMUL, BINARY_DIV, BINARY_MOD, BINARY_POW,
    BINARY_LSHIFT, BINARY_RSHIFT, BINARY_OR, BINARY_XOR, BINARY_AND, BINARY_FLOORDIV,
    BINARY_DIVMOD, /* only through divmod() */
    BINARY_COUNT
} BinaryOp; /* up to FLOORDIV in the order of AstOperator */

typedef enum { UNARY_INVERT, UNARY_POS, UNARY_NEG, UNARY_ABS, UNARY_INDEX, UNARY_INT, UNARY_FLOAT, UNARY_COUNT } UnaryOp;
typedef enum { COMPARE_EQ, COMPARE_NE, COMPARE_LT, COMPARE_LE, COMPARE_GT, COMPARE_GE } CompareOp; /* as AstCompare */

/* What one step of an iterator or awaitable came to; *result is owned. */
typedef enum {
    SEND_ERROR, /* an exception is pending; *result untouched */
    SEND_YIELD, /* *result was yielded */
    SEND_RETURN /* *result is what it returned */
} SendResult;

typedef bool (*VisitFunction)(Value value, void *context); /* the result is ignored */

/* NULL where the type cannot do it.  Binary functions get the operands in
 * their order in the text, whichever of them has the type, and return
 * VALUE_NOT_IMPLEMENTED when the operation is not theirs. */
typedef struct {
    /* Life.  destroy drops what the object owns and frees its block (object_free).
     * traverse and clear are needed by every type that can be part of a cycle. */
    void (*destroy)(Vm *vm, Object *self);
    void (*traverse)(Vm *vm, Object *self, void (*visit)(Vm *vm, Value value, void *context), void *context);
    void (*clear)(Vm *vm, Object *self);
    void (*finalize)(Vm *vm, Value self); /* runs __del__ and its like before destroy; may run code */

    Value (*repr)(Vm *vm, Value self);
    Value (*str)(Vm *vm, Value self);
    bool (*hash)(Vm *vm, Value self, int64_t *hash); /* never -1 */
    Value (*call)(Vm *vm, Value self, const Value *args, int count, Value names); /* see object/call.h */
    Value (*getattr)(Vm *vm, Value self, Value name);
    bool (*setattr)(Vm *vm, Value self, Value name, Value value); /* VALUE_ABSENT: delete */
    Value (*get)(Vm *vm, Value self, Value instance, Type *owner); /* descriptor; instance VALUE_ABSENT: on the class */
    bool (*set)(Vm *vm, Value self, Value instance, Value value);  /* data descriptor; VALUE_ABSENT: delete */

    Value (*iter)(Vm *vm, Value self);
    Value (*next)(Vm *vm, Value self); /* VALUE_DONE at the end, with no exception pending */
    SendResult (*send)(Vm *vm, Value self, Value sent, Value *result); /* for yield from and await */
    Value (*await)(Vm *vm, Value self); /* what __await__ returns */
    Value (*aiter)(Vm *vm, Value self);
    Value (*anext)(Vm *vm, Value self);

    int64_t (*length)(Vm *vm, Value self); /* -1: error */
    Value (*getitem)(Vm *vm, Value self, Value key);
    bool (*setitem)(Vm *vm, Value self, Value key, Value value); /* VALUE_ABSENT: delete */
    int (*contains)(Vm *vm, Value self, Value item);             /* 1, 0, -1: error */
    int (*truth)(Vm *vm, Value self);                            /* 1, 0, -1: error */
    Value (*compare)(Vm *vm, Value self, Value other, CompareOp op); /* self has the type */
    Value (*binary[BINARY_COUNT])(Vm *vm, Value left, Value right);
    Value (*inplace[BINARY_COUNT])(Vm *vm, Value left, Value right);
    Value (*unary[UNARY_COUNT])(Vm *vm, Value self);
} Slots;

typedef enum {
    TYPE_FLAG_HEAP = 1 << 0,      /* made by a class statement or type(): attributes can be set */
    TYPE_FLAG_BASE = 1 << 1,      /* can be subclassed */
    TYPE_FLAG_ATTRIBUTES = 1 << 2, /* instances have attributes of their own (an Attributes part) */
    TYPE_FLAG_CONTAINER = 1 << 3, /* instances may be part of a cycle: they live in the walkable heap */
    TYPE_FLAG_INT = 1 << 4,       /* int or derived from it; likewise below */
    TYPE_FLAG_FLOAT = 1 << 5,
    TYPE_FLAG_STR = 1 << 6,
    TYPE_FLAG_BYTES = 1 << 7,
    TYPE_FLAG_LIST = 1 << 8,
    TYPE_FLAG_TUPLE = 1 << 9,
    TYPE_FLAG_DICT = 1 << 10,
    TYPE_FLAG_SET = 1 << 11, /* set and frozenset */
    TYPE_FLAG_TYPE = 1 << 12,
    TYPE_FLAG_EXCEPTION = 1 << 13,
    TYPE_FLAG_METHOD_LIKE = 1 << 14, /* instances found on a class are called with self in front (functions, method descriptors) */
    TYPE_FLAG_SEQUENCE = 1 << 15,    /* match statements take it for a sequence */
    TYPE_FLAG_MAPPING = 1 << 16,     /* ... for a mapping */
    TYPE_FLAG_HAS_DEL = 1 << 17,     /* a class of the MRO defines __del__ */
    TYPE_FLAG_WEAK = 1 << 18,        /* instances can be weakly referenced */
    TYPE_FLAG_MATCH_SELF = 1 << 19,  /* class patterns: one positional pattern matches the subject itself */
    TYPE_FLAG_ABSTRACT = 1 << 20,    /* has abstract methods: cannot be instantiated */
    TYPE_FLAG_COUNTED = 1 << 21,     /* instances hold a reference to the type: all types but those of types.def */
    TYPE_FLAG_PROXY = 1 << 22,       /* instances may say they have another __class__ */
    TYPE_FLAGS_INHERITED = TYPE_FLAG_ATTRIBUTES | TYPE_FLAG_CONTAINER | 0xfff0 | TYPE_FLAG_MAPPING | TYPE_FLAG_HAS_DEL |
                           TYPE_FLAG_WEAK | TYPE_FLAG_MATCH_SELF
} TypeFlags;

struct Type {
    Object object;
    uint32_t flags;       /* TypeFlags */
    uint32_t size;        /* bytes of an instance's fixed part; the Attributes part, if any, begins here */
    Value name;           /* str, owned, as are all Values here */
    Value qualname;
    Value module;         /* str */
    Value bases;          /* tuple of types */
    Value mro;            /* tuple of types, this one first */
    Value dict;           /* attribute name → value */
    Type **subclasses;    /* direct ones, each borrowed: a dying class takes itself out */
    uint32_t subclass_count, subclass_capacity;
    Type *base;           /* the base whose layout this one extends; NULL for object */
    Shape *shape;         /* shape of a fresh instance, owned */
    Value new_method;     /* `__new__` and `__init__` as found along the MRO, kept by type_update(), borrowed */
    Value init_method;
    uint32_t inline_slots; /* attributes that lie inside an instance; learned from those made so far */
    uint32_t shape_count;  /* shapes ever made for the type: too many turn instances to dict mode */
    const void *def;       /* the TypeDef of a builtin type, NULL for a class */
    Value slot_names;      /* __slots__ as a tuple, or VALUE_ABSENT */
    uint32_t dict_offset;  /* from an instance to the Value that is its dict (functions, modules); 0: none */
    uint32_t fixed_size;   /* bytes of the builtin base's struct; the Values of __slots__ lie from here to size */
    Slots slots;
};

/* A reference of Type* type is the object itself. */
static inline Value type_value(const Type *type) { return value_from_object(type); }
static inline Type *value_to_type(Value value) { return (Type *)value_object(value); }

/* Where an object keeps its own attributes.  It lies at type->size, inline
 * values follow.  In dict mode `dict` is the __dict__ and holds them all. */
typedef struct {
    Value dict;      /* VALUE_ABSENT until somebody asks for __dict__ or the shape gives up */
    Value *overflow; /* attributes past the inline ones; NULL when none.  capacity in overflow[-1] as an int Value */
    Value inline_values[];
} Attributes;

typedef enum {
    SHAPE_PLAIN, /* no attributes of its own */
    SHAPE_SLOTS, /* attributes in places given by the shape's chain */
    SHAPE_DICT   /* attributes in a dict */
} ShapeMode;

/* A chain from the type's fresh shape: each adds one attribute name. */
struct Shape {
    uint32_t id; /* its index in vm->shapes; never used again after it */
    uint8_t mode;
    uint32_t count;          /* attributes so far; this shape's own has index count - 1 */
    uint32_t inline_slots;   /* indices below it lie inline, the rest in overflow */
    Type *type;              /* borrowed: a type outlives its shapes */
    Shape *parent;           /* NULL for a root */
    Value name;              /* the interned str this shape adds, owned; VALUE_ABSENT on a root */
    Shape **transitions;     /* children, owned through them */
    uint32_t transition_count, transition_capacity;
    Shape *dict_shape;       /* on roots: the type's dict-mode shape, made when needed */
    Shape *older_root;       /* on roots: the one before the type learned to need more inline slots, owned */
};

/* Who an object is. ------------------------------------------------------- */

/* The type of any value but the markers.  object/state.h has value_type(). */
#define VALUE_OBJECT(Struct, value) ((Struct *)value_object(value))

/* Makes an object of a type's fresh shape, refs 1, with everything after the
 * header zeroed except Attributes, which are ready for use.  extra bytes follow
 * the fixed part: count * sizeof(Value) for a tuple, size + 1 for str and
 * bytes, whose subclasses keep their Attributes behind them (see
 * object_attributes()); a leaf type's extra bytes are not zeroed.  NULL with
 * MemoryError pending. */
MUST_CHECK void *object_new(Vm *vm, Type *type, size_t extra);

/* Frees the block of a dying object whose contents are dropped already; size is
 * what the type says plus extra.  Drops the Attributes part itself. */
void object_free(Vm *vm, Object *object, size_t extra);

/* The Attributes part of an object whose type has TYPE_FLAG_ATTRIBUTES. */
Attributes *object_attributes(Vm *vm, Object *object);

/* Runs destroy for an object without attributes or contents. */
void object_destroy_plain(Vm *vm, Object *object);

#endif
