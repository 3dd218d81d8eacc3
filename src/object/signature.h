/* Signatures of natives: parsed from their text, and binding arguments to them. */
#ifndef HABU_OBJECT_SIGNATURE_H
#define HABU_OBJECT_SIGNATURE_H

#include "object/native.h"

enum { SIGNATURE_PARAMETERS_MAX = 40 };

typedef enum {
    PARAMETER_POSITIONAL_ONLY,
    PARAMETER_NORMAL,
    PARAMETER_VAR_POSITIONAL,
    PARAMETER_KEYWORD_ONLY,
    PARAMETER_VAR_KEYWORD
} ParameterKind;

typedef struct {
    Value name;          /* interned, owned */
    Value default_value; /* owned; VALUE_ABSENT for `?` */
    bool required;
    ParameterKind kind;
} Parameter;

/* parameters are in the order of the text, which is that of the bound array. */
struct Signature {
    uint32_t count;
    uint32_t positional;      /* parameters that can be given by position */
    uint32_t positional_only;
    uint32_t required;        /* of the positional ones, the leading ones that must be given */
    uint32_t skipped;         /* 1 when the first is self or cls, which messages do not count */
    int32_t var_positional;   /* index, or -1 */
    int32_t var_keyword;
    bool keywords;            /* something can be given by keyword */
    Parameter parameters[];
};

/* NULL with an exception pending. */
MUST_CHECK Signature *signature_parse(Vm *vm, const char *text, bool has_self);
void signature_free(Vm *vm, Signature *signature);

/* Fills bound (signature->count entries) from the arguments of a call; the
 * entries for *args and **kwargs are owned, the others borrowed.  False with
 * CPython's TypeError for the call pending. */
MUST_CHECK bool signature_bind(Vm *vm, const Native *native, const Signature *signature, const Value *args, int count,
                               Value names, Value *bound);

/* Where the name begins and ends in a signature's text, behind "@classmethod ". */
const char *signature_name(const char *text, size_t *size);
typedef enum { SIGNATURE_METHOD, SIGNATURE_CLASSMETHOD, SIGNATURE_STATICMETHOD, SIGNATURE_NEW } SignatureKind;
SignatureKind signature_kind(const char *text);

#endif
