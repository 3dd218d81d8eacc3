/* Code objects: what the compiler makes and the machine runs.
 *
 * Registers of a frame: parameters first (positional, keyword-only, *args,
 * **kwargs), then the other locals, then temporaries.  A temporary is written
 * once, read, and empty again; which of them own a value at each instruction is
 * in the table of TempRanges, for the unwinder.  Locals always hold a value or
 * VALUE_ABSENT. */
#ifndef HABU_BYTECODE_CODE_H
#define HABU_BYTECODE_CODE_H

#include "base/source.h"
#include "object/function.h"
#include "object/state.h"

typedef enum {
#define OPCODE(name, extra, operands, doc) OP_##name,
#include "bytecode/opcodes.def"
#undef OPCODE
    OP_COUNT
} Opcode;

typedef enum {
#define INTRINSIC(name, count, doc) INTRINSIC_##name,
#include "bytecode/intrinsics.def"
#undef INTRINSIC
    INTRINSIC_COUNT
} Intrinsic;

typedef enum { SPECIAL_ENTER, SPECIAL_EXIT, SPECIAL_AENTER, SPECIAL_AEXIT } SpecialMethod;

/* One 64-bit word of code: an instruction, or what follows one. */
typedef union {
    struct {
        uint8_t op, flags;
        uint16_t a, b, c;
    };
    struct {
        uint32_t low, high;
    };
    uint64_t bits;
    Value value;
    void *pointer;
} Word;

enum {
    FLAG_DROP = 1, FLAG_RA = 2, FLAG_RB = 4, FLAG_RC = 8,
    FLAG_X = 16, FLAG_Y = 32, FLAG_Z = 64, FLAG_W = 128,
    FLAG_INPLACE = FLAG_X,
    FORMAT_CONVERSION_SHIFT = 5
};

enum {
    CALL_WINDOW_ARGUMENTS = 5,        /* from the callee to the first argument */
    METHOD_WINDOW_ARGUMENTS = 6,
    NO_REGISTER = 0xffff
};

typedef enum {
    CODE_VARARGS = 1 << 0,
    CODE_VARKEYWORDS = 1 << 1,
    CODE_GENERATOR = 1 << 2,
    CODE_COROUTINE = 1 << 3,
    CODE_ASYNC_GENERATOR = 1 << 4,
    CODE_SUSPENDS = CODE_GENERATOR | CODE_COROUTINE | CODE_ASYNC_GENERATOR,
    CODE_NESTED = 1 << 5,
    CODE_NAMESPACE = 1 << 6, /* register 0 is the namespace: class body, exec, eval */
    CODE_MODULE = 1 << 7,    /* top level: locals() is globals() */
    CODE_METHOD = 1 << 8,    /* defined directly in a class body */
    CODE_HAS_CLASS_CELL = 1 << 9 /* has a free variable __class__: free index in class_cell */
} CodeFlags;

/* [start, end) counts words; exception_register gets the exception (owned). The
 * first entry that covers the raising instruction counts: inner ones come first.
 * exception_register also divides the temporaries: those below it stay as they
 * are, those from it on which the raising instruction owns are dropped. */
typedef struct {
    uint32_t start, end, target;
    uint16_t exception_register;
} Handler;

/* Temporary `reg` owns a value when an instruction in [start, end) raises. */
typedef struct {
    uint32_t start, end;
    uint16_t reg;
} TempRange;

typedef enum { ANCHOR_NONE, ANCHOR_BINARY, ANCHOR_SUBSCRIPT, ANCHOR_CALL } AnchorKind;

/* Source of the instructions from word `start` up to the next entry.  The
 * anchor is where the left operand, subscripted value or called function ends. */
typedef struct {
    uint32_t start;
    Span span;
    uint32_t anchor_line, anchor_column;
    AnchorKind anchor;
} CodePosition;

/* Where a new function's closure cell comes from. */
typedef struct {
    bool from_closure; /* index into the maker's own closure, else a local register holding a cell */
    uint16_t index;
} FreeSource;

enum { LOCAL_CELL = 1 }; /* local_flags: the register holds a cell */

struct Code {
    Object object;
    uint64_t id;          /* never used again in this VM */
    uint32_t flags;       /* CodeFlags */
    uint32_t first_line;
    uint16_t positional_count, positional_only_count, keyword_only_count;
    uint16_t parameter_count; /* all registers that are parameters, * and ** included */
    uint16_t local_count;     /* parameters included */
    uint16_t register_count;  /* temporaries and call windows included */
    uint16_t free_count;
    uint16_t class_cell;
    uint32_t word_count, constant_count, handler_count, range_count, position_count;
    Word *words;              /* owned, as are all arrays here */
    Value *constants;
    Handler *handlers;
    TempRange *ranges;        /* sorted by start */
    CodePosition *positions;  /* sorted by start */
    Value *local_names;       /* local_count strs; hidden locals have names that start with '.' */
    uint8_t *local_flags;
    Value *free_names;        /* free_count strs */
    FreeSource *free_sources; /* free_count */
    Value name, qualname, filename; /* strs */
    Value doc;                /* str or VALUE_NONE */
    uint64_t generation;      /* the machine's: calls seen, for specialisation */
};

/* What a code is made of; code_new takes the malloc'ed arrays over (vm_alloc'ed
 * with exactly count elements) and shares the values in them. */
MUST_CHECK Code *code_new(Vm *vm);

static inline Code *value_to_code(Value value) { return (Code *)value_object(value); }

/* The position record for the instruction at a word index; NULL when there is none. */
const CodePosition *code_find_position(const Code *code, uint32_t word);

const char *opcode_name(Opcode op);
const char *opcode_operands(Opcode op);
const char *opcode_doc(Opcode op);
int opcode_extra_words(Opcode op);
/* The opcode the compiler emitted where a specialised one stands now. */
Opcode opcode_generic(Opcode op);

/* The listing `habu --dis` prints, nested codes included: a str or VALUE_ERROR. */
MUST_CHECK Value code_disassemble(Vm *vm, const Code *code);

/* Checks operands, jumps, tables; writes what is wrong into message (size
 * bytes).  Run on every code in debug builds. */
bool code_verify(const Code *code, char *message, size_t size);

#endif
