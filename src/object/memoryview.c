/* memoryview: a look into bytes or a bytearray without copying.
 *
 * Items are always bytes (format 'B') and adjoin: other formats and slices with
 * a step are refused.  A view of a bytearray counts in its exports until it is
 * released, so start + size stays within the object. */
#include "object/bytes_method.h"
#include "object/number.h"

typedef struct {
    Object object;
    Value base;   /* bytes or bytearray; VALUE_ABSENT once released */
    size_t start, size;
    bool readonly;
} MemoryView;

static MemoryView *view_of(Value value) { return value_object(value); }

bool value_is_memoryview(Value value) { return value_has_shape(value, TYPE_MEMORYVIEW); }

static bool check_alive(Vm *vm, Value self)
{
    if (LIKELY(view_of(self)->base != VALUE_ABSENT))
        return true;
    return raise_false(vm, TYPE_VALUE_ERROR, "operation forbidden on released memoryview object");
}

Text text_of_memoryview(const Vm *vm, Value self)
{
    const MemoryView *view = view_of(self);
    Text text = {.bytes = "", .kind = TEXT_BYTES, .whole = VALUE_ABSENT};
    if (view->base == VALUE_ABSENT)
        return text;
    text.bytes = text_of_bytes(vm, view->base).bytes + view->start;
    text.size = view->size;
    return text;
}

bool memoryview_check(Vm *vm, Value self) { return check_alive(vm, self); }

static Value view_new(Vm *vm, Value base, size_t start, size_t size, bool readonly)
{
    ASSERT(start + size <= text_of_bytes(vm, base).size && !value_is_memoryview(base));
    MemoryView *view = object_new(vm, vm->types[TYPE_MEMORYVIEW], 0);
    if (!view)
        return VALUE_ERROR;
    *view = (MemoryView){.object = view->object, .base = value_share(base), .start = start, .size = size, .readonly = readonly};
    if (value_is_bytearray(vm, base))
        ((ByteArray *)value_object(base))->exports++;
    return value_from_object(view);
}

static void release(Vm *vm, MemoryView *view)
{
    if (view->base == VALUE_ABSENT)
        return;
    if (value_is_bytearray(vm, view->base)) {
        ByteArray *array = value_object(view->base);
        ASSERT(array->exports > 0 && view->start + view->size <= array->size);
        array->exports--;
    }
    value_clear(vm, &view->base);
}

/* Slots. ------------------------------------------------------------------- */

static void memoryview_slot_destroy(Vm *vm, Object *self)
{
    release(vm, (MemoryView *)self);
    object_free(vm, self, 0);
}

static Value memoryview_slot_repr(Vm *vm, Value self)
{
    const char *kind = view_of(self)->base == VALUE_ABSENT ? "released memory" : "memory";
    return format_text(vm, "<%s at %p>", kind, value_object(self));
}

static bool memoryview_slot_hash(Vm *vm, Value self, int64_t *hash)
{
    if (!check_alive(vm, self))
        return false;
    if (!view_of(self)->readonly)
        return raise_false(vm, TYPE_VALUE_ERROR, "cannot hash writable memoryview object");
    *hash = bytes_hash(vm, text_of_memoryview(vm, self));
    return true;
}

static int64_t memoryview_slot_length(Vm *vm, Value self)
{
    return check_alive(vm, self) ? (int64_t)view_of(self)->size : -1;
}

static Value memoryview_slot_compare(Vm *vm, Value self, Value other, CompareOp op)
{
    if (op > COMPARE_NE || !value_is_bytes_like(vm, other))
        return VALUE_NOT_IMPLEMENTED;
    Text left = text_of_memoryview(vm, self), right = text_of_bytes(vm, other);
    bool equal = self == other || (left.size == right.size && memcmp(left.bytes, right.bytes, left.size) == 0);
    return value_from_bool(equal == (op == COMPARE_EQ));
}

/* Bounds of a slice, without a step. */
static bool read_slice(Vm *vm, Value self, Value key, SliceBounds *bounds)
{
    if (!bytes_slice_bounds(vm, self, key, bounds) || !check_alive(vm, self))
        return false;
    if (bounds->step == 1)
        return true;
    raise_not_supported(vm, "memoryview slices with a step");
    return false;
}

static bool read_index(Vm *vm, Value self, Value key, size_t *index)
{
    if (value_is_tuple(vm, key)) {
        size_t count = value_to_tuple(key)->count;
        return raise_false(vm, TYPE_TYPE_ERROR, "cannot index 1-dimension view with %zu-element tuple", count);
    }
    if (!value_is_any_int(vm, key) && !value_type(vm, key)->slots.unary[UNARY_INDEX])
        return raise_false(vm, TYPE_TYPE_ERROR, "memoryview: invalid slice key");
    int64_t place;
    if (!byte_index(vm, key, &place) || !check_alive(vm, self))
        return false;
    int64_t size = (int64_t)view_of(self)->size;
    place += place < 0 ? size : 0;
    if (place < 0 || place >= size)
        return raise_false(vm, TYPE_INDEX_ERROR, "index out of bounds on dimension 1");
    *index = (size_t)place;
    return true;
}

static Value memoryview_slot_getitem(Vm *vm, Value self, Value key)
{
    if (!check_alive(vm, self))
        return VALUE_ERROR;
    const MemoryView *view = view_of(self);
    if (value_has_shape(key, TYPE_SLICE)) {
        SliceBounds bounds;
        if (!read_slice(vm, self, key, &bounds))
            return VALUE_ERROR;
        size_t start = view->start + (size_t)(bounds.count ? bounds.start : 0);
        return view_new(vm, view->base, start, (size_t)bounds.count, view->readonly);
    }
    size_t index;
    if (!read_index(vm, self, key, &index))
        return VALUE_ERROR;
    return value_from_int((uint8_t)text_of_memoryview(vm, self).bytes[index]);
}

/* The view's place in its bytearray. */
static uint8_t *writable_bytes(Value self)
{
    const MemoryView *view = view_of(self);
    ASSERT(!view->readonly);
    return ((ByteArray *)value_object(view->base))->bytes + view->start;
}

static bool set_slice(Vm *vm, Value self, Value key, Value value)
{
    SliceBounds bounds;
    BytesView source;
    if (!read_slice(vm, self, key, &bounds) || !bytes_view(vm, value, &source))
        return false;
    if (source.size != (size_t)bounds.count)
        return raise_false(vm, TYPE_VALUE_ERROR, "memoryview assignment: lvalue and rvalue have different structures");
    if (source.size)
        memmove(writable_bytes(self) + bounds.start, source.bytes, source.size);
    return true;
}

static bool memoryview_slot_setitem(Vm *vm, Value self, Value key, Value value)
{
    if (!check_alive(vm, self))
        return false;
    if (view_of(self)->readonly)
        return raise_false(vm, TYPE_TYPE_ERROR, "cannot modify read-only memory");
    if (value == VALUE_ABSENT)
        return raise_false(vm, TYPE_TYPE_ERROR, "cannot delete memory");
    if (value_has_shape(key, TYPE_SLICE))
        return set_slice(vm, self, key, value);
    size_t index;
    int64_t number;
    if (!read_index(vm, self, key, &index))
        return false;
    if (!value_is_any_int(vm, value) && !value_type(vm, value)->slots.unary[UNARY_INDEX])
        return raise_false(vm, TYPE_TYPE_ERROR, "memoryview: invalid type for format 'B'");
    Value whole = value_index(vm, value);
    if (value_is_error(whole))
        return false;
    bool fits = int_fits_i64(vm, whole, &number) && number >= 0 && number < 256;
    value_drop(vm, whole);
    if (!fits)
        return raise_false(vm, TYPE_VALUE_ERROR, "memoryview: invalid value for format 'B'");
    if (!check_alive(vm, self))
        return false;
    writable_bytes(self)[index] = (uint8_t)number;
    return true;
}

/* Methods. ----------------------------------------------------------------- */

static Value memoryview_m_new(Vm *vm, const Value *args)
{
    Value object = args[1];
    if (!text_class_argument(vm, args[0], TYPE_MEMORYVIEW))
        return VALUE_ERROR;
    if (!value_is_bytes_like(vm, object))
        return raise_type_error(vm, "memoryview: a bytes-like object is required, not '%.200T'", object);
    if (value_is_memoryview(object)) {
        const MemoryView *view = view_of(object);
        return check_alive(vm, object) ? view_new(vm, view->base, view->start, view->size, view->readonly) : VALUE_ERROR;
    }
    return view_new(vm, object, 0, text_of_bytes(vm, object).size, !value_is_bytearray(vm, object));
}

static Value memoryview_m_tobytes(Vm *vm, const Value *args)
{
    if (!check_alive(vm, args[0]))
        return VALUE_ERROR;
    Text text = text_of_memoryview(vm, args[0]);
    return bytes_new(vm, text.bytes, text.size);
}

static Value memoryview_m_tolist(Vm *vm, const Value *args)
{
    if (!check_alive(vm, args[0]))
        return VALUE_ERROR;
    Text text = text_of_memoryview(vm, args[0]);
    Value list = list_new(vm, NULL, 0);
    if (value_is_error(list) || !list_reserve(vm, value_to_list(list), text.size)) {
        value_drop(vm, list);
        return VALUE_ERROR;
    }
    for (size_t i = 0; i < text.size; i++)
        value_to_list(list)->items[i] = value_from_int((uint8_t)text.bytes[i]);
    value_to_list(list)->count = text.size;
    return list;
}

static Value memoryview_m_hex(Vm *vm, const Value *args)
{
    return check_alive(vm, args[0]) ? bytes_m_hex(vm, args) : VALUE_ERROR;
}

static Value memoryview_m_release(Vm *vm, const Value *args)
{
    release(vm, view_of(args[0]));
    return VALUE_NONE;
}

static Value memoryview_m_toreadonly(Vm *vm, const Value *args)
{
    const MemoryView *view = view_of(args[0]);
    return check_alive(vm, args[0]) ? view_new(vm, view->base, view->start, view->size, true) : VALUE_ERROR;
}

static Value memoryview_m_cast(Vm *vm, const Value *args)
{
    const MemoryView *view = view_of(args[0]);
    if (!check_alive(vm, args[0]))
        return VALUE_ERROR;
    if (!value_is_str(vm, args[1]))
        return raise_type_error(vm, "cast() argument 'format' must be str, not %.50T", args[1]);
    if (!str_equals_c(args[1], "B") && !str_equals_c(args[1], "@B"))
        return raise_not_supported(vm, "memoryview formats other than 'B'");
    return view_new(vm, view->base, view->start, view->size, view->readonly);
}

static Value memoryview_m_enter(Vm *vm, const Value *args)
{
    return check_alive(vm, args[0]) ? value_share(args[0]) : VALUE_ERROR;
}

/* Attributes. -------------------------------------------------------------- */

static Value memoryview_get_obj(Vm *vm, Value self)
{
    return check_alive(vm, self) ? value_share(view_of(self)->base) : VALUE_ERROR;
}

static Value memoryview_get_nbytes(Vm *vm, Value self)
{
    return check_alive(vm, self) ? value_from_int((int64_t)view_of(self)->size) : VALUE_ERROR;
}

static Value memoryview_get_readonly(Vm *vm, Value self)
{
    return check_alive(vm, self) ? value_from_bool(view_of(self)->readonly) : VALUE_ERROR;
}

static Value memoryview_get_format(Vm *vm, Value self)
{
    return check_alive(vm, self) ? str_from_c(vm, "B") : VALUE_ERROR;
}

static Value memoryview_get_one(Vm *vm, Value self)
{
    return check_alive(vm, self) ? value_from_int(1) : VALUE_ERROR;
}

static Value memoryview_get_true(Vm *vm, Value self) { return check_alive(vm, self) ? VALUE_TRUE : VALUE_ERROR; }

static Value memoryview_get_shape(Vm *vm, Value self)
{
    Value size = memoryview_get_nbytes(vm, self);
    return value_is_error(size) ? VALUE_ERROR : tuple_new_take(vm, &size, 1);
}

static Value memoryview_get_strides(Vm *vm, Value self)
{
    Value stride = memoryview_get_one(vm, self);
    return value_is_error(stride) ? VALUE_ERROR : tuple_new_take(vm, &stride, 1);
}

static Value memoryview_get_suboffsets(Vm *vm, Value self)
{
    return check_alive(vm, self) ? value_share(vm->empty_tuple) : VALUE_ERROR;
}

static const NativeDef memoryview_methods[] = {
    FN(memoryview_m_new, "__new__(cls, /, object)", NULL),
    FN(memoryview_m_enter, "__enter__(self, /)", NULL),
    FN(memoryview_m_release, "__exit__(self, /, *args)", "Release the underlying buffer exposed by the memoryview object."),
    FN(memoryview_m_cast, "cast(self, /, format)", "Cast a memoryview to a new format or shape."),
    FN(memoryview_m_hex, "hex(self, /, sep=?, bytes_per_sep=1)", "Return the data in the buffer as a str of hexadecimal numbers."),
    FN(memoryview_m_release, "release(self, /)", "Release the underlying buffer exposed by the memoryview object."),
    FN(memoryview_m_tobytes, "tobytes(self, /, order='C')", "Return the data in the buffer as a byte string."),
    FN(memoryview_m_tolist, "tolist(self, /)", "Return the data in the buffer as a list of elements."),
    FN(memoryview_m_toreadonly, "toreadonly(self, /)", "Return a readonly version of the memoryview."),
    {0},
};

static const GetSetDef memoryview_getsets[] = {
    {"obj", memoryview_get_obj, NULL, "The underlying object of the memoryview."},
    {"nbytes", memoryview_get_nbytes, NULL, "The amount of space in bytes that the array would use in a contiguous representation."},
    {"readonly", memoryview_get_readonly, NULL, "A bool indicating whether the memory is read only."},
    {"format", memoryview_get_format, NULL, "A string containing the format (in struct module style) for each element in the view."},
    {"itemsize", memoryview_get_one, NULL, "The size in bytes of each element of the memoryview."},
    {"ndim", memoryview_get_one, NULL, "An integer indicating how many dimensions of a multi-dimensional array the memory represents."},
    {"shape", memoryview_get_shape, NULL, "A tuple of ndim integers giving the shape of the memory as an N-dimensional array."},
    {"strides", memoryview_get_strides, NULL, "A tuple of ndim integers giving the size in bytes to access each element."},
    {"suboffsets", memoryview_get_suboffsets, NULL, "A tuple of integers used internally for PIL-style arrays."},
    {"c_contiguous", memoryview_get_true, NULL, "A bool indicating whether the memory is C contiguous."},
    {"f_contiguous", memoryview_get_true, NULL, "A bool indicating whether the memory is Fortran contiguous."},
    {"contiguous", memoryview_get_true, NULL, "A bool indicating whether the memory is contiguous."},
    {0},
};

static const TypeDef memoryview_type_def = {
    .name = "memoryview",
    .doc = "Create a new memoryview object which references the given object.",
    .flags = TYPE_FLAG_SEQUENCE,
    .size = sizeof(MemoryView),
    .slots = {
        .destroy = memoryview_slot_destroy,
        .repr = memoryview_slot_repr,
        .hash = memoryview_slot_hash,
        .length = memoryview_slot_length,
        .getitem = memoryview_slot_getitem,
        .setitem = memoryview_slot_setitem,
        .compare = memoryview_slot_compare,
    },
    .methods = memoryview_methods,
    .getsets = memoryview_getsets,
};

bool memoryview_type_setup(Vm *vm, Type *type) { return type_define(vm, type, &memoryview_type_def); }
