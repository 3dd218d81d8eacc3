/* Orders among types: the MRO, the base that decides the layout, the metatype. */
#include "object/container.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type_inner.h"

/* C3 merges these sequences: the MROs of the bases, then the bases themselves. */
typedef struct {
    const Value *items;
    size_t count; /* what is left */
} Sequence;

static bool in_tail(const Sequence *sequences, size_t count, Value candidate)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 1; j < sequences[i].count; j++) {
            if (sequences[i].items[j] == candidate)
                return true;
        }
    }
    return false;
}

/* The next type of the merge: VALUE_ABSENT at the end, VALUE_ERROR (nothing
 * pending) when every head is in some tail. */
static Value next_head(Sequence *sequences, size_t count)
{
    bool left = false;
    for (size_t i = 0; i < count; i++) {
        if (!sequences[i].count)
            continue;
        left = true;
        Value candidate = sequences[i].items[0];
        if (in_tail(sequences, count, candidate))
            continue;
        for (size_t j = 0; j < count; j++) {
            if (sequences[j].count && sequences[j].items[0] == candidate) {
                sequences[j].items++;
                sequences[j].count--;
            }
        }
        return candidate;
    }
    return left ? VALUE_ERROR : VALUE_ABSENT;
}

static Value raise_inconsistent(Vm *vm, const Sequence *sequences, size_t count)
{
    StrBuilder builder = {0};
    Value heads[64];
    size_t seen = 0;
    for (size_t i = 0; i < count && seen < ARRAY_LENGTH(heads); i++) {
        bool repeated = !sequences[i].count;
        for (size_t j = 0; j < seen && !repeated; j++)
            repeated = heads[j] == sequences[i].items[0];
        if (repeated)
            continue;
        builder_add_format(vm, &builder, "%s%N", seen ? ", " : "", value_to_type(sequences[i].items[0]));
        heads[seen++] = sequences[i].items[0];
    }
    Value names = builder_finish(vm, &builder);
    if (value_is_error(names))
        return VALUE_ERROR;
    (void)raise_type_error(vm, "Cannot create a consistent method resolution order (MRO) for bases %V", names);
    value_drop(vm, names);
    return VALUE_ERROR;
}

static Value merge(Vm *vm, Type *type, Sequence *sequences, size_t count)
{
    size_t total = 1;
    for (size_t i = 0; i < count; i++)
        total += sequences[i].count;
    Value *found = vm_alloc(vm, total * sizeof *found);
    if (!found)
        return VALUE_ERROR;
    size_t size = 0;
    found[size++] = type_value(type);
    Value head;
    while ((head = next_head(sequences, count)) != VALUE_ABSENT && !value_is_error(head))
        found[size++] = head;
    Value mro = value_is_error(head) ? raise_inconsistent(vm, sequences, count) : tuple_new(vm, found, size);
    vm_free(vm, found, total * sizeof *found);
    return mro;
}

Value type_compute_mro(Vm *vm, Type *type)
{
    const Tuple *bases = value_to_tuple(type->bases);
    for (size_t i = 0; i < bases->count; i++) {
        for (size_t j = i + 1; j < bases->count; j++) {
            if (bases->items[i] == bases->items[j])
                return raise_type_error(vm, "duplicate base class %N", value_to_type(bases->items[i]));
        }
    }
    size_t count = bases->count + 1;
    Sequence *sequences = vm_alloc(vm, count * sizeof *sequences);
    if (!sequences)
        return VALUE_ERROR;
    for (size_t i = 0; i < bases->count; i++) {
        const Tuple *mro = value_to_tuple(value_to_type(bases->items[i])->mro);
        sequences[i] = (Sequence){mro->items, mro->count};
    }
    sequences[bases->count] = (Sequence){bases->items, bases->count};
    Value mro = merge(vm, type, sequences, count);
    vm_free(vm, sequences, count * sizeof *sequences);
    return mro;
}

/* The nearest type along the layout chain that adds to its base's layout. */
static Type *solid_base(Type *type)
{
    const uint32_t own_layout = TYPE_FLAG_INT | TYPE_FLAG_FLOAT | TYPE_FLAG_STR | TYPE_FLAG_BYTES | TYPE_FLAG_LIST |
                                TYPE_FLAG_TUPLE | TYPE_FLAG_DICT | TYPE_FLAG_SET | TYPE_FLAG_TYPE;
    while (type->base && type->size == type->base->size && !((type->flags ^ type->base->flags) & own_layout))
        type = type->base;
    return type;
}

Type *type_best_base(Vm *vm, Value bases)
{
    const Tuple *tuple = value_to_tuple(bases);
    Type *winner = NULL, *best = NULL;
    for (size_t i = 0; i < tuple->count; i++) {
        if (!value_is_type(vm, tuple->items[i])) {
            (void)raise_type_error(vm, "bases must be types");
            return NULL;
        }
        Type *candidate = value_to_type(tuple->items[i]);
        if (!(candidate->flags & (TYPE_FLAG_BASE | TYPE_FLAG_HEAP))) {
            (void)raise_type_error(vm, "type '%N' is not an acceptable base type", candidate);
            return NULL;
        }
        Type *solid = solid_base(candidate);
        if (!winner || type_is_subtype(solid, winner)) {
            if (winner == solid)
                continue;
            winner = solid;
            best = candidate;
        } else if (!type_is_subtype(winner, solid)) {
            (void)raise_type_error(vm, "multiple bases have instance lay-out conflict");
            return NULL;
        }
    }
    return best;
}

Type *type_best_metatype(Vm *vm, Type *metatype, Value bases)
{
    const Tuple *tuple = value_to_tuple(bases);
    for (size_t i = 0; i < tuple->count; i++) {
        Type *candidate = value_type(vm, tuple->items[i]);
        if (type_is_subtype(metatype, candidate))
            continue;
        if (!type_is_subtype(candidate, metatype)) {
            (void)raise_type_error(vm, "metaclass conflict: the metaclass of a derived class must be a (non-strict) "
                                       "subclass of the metaclasses of all its bases");
            return NULL;
        }
        metatype = candidate;
    }
    return metatype;
}
