/* File system paths as programs pass them: str, bytes, or an object with
 * __fspath__. */
#include "modules/path.h"

#include "object/bytes.h"

static Value path_from_method(Vm *vm, Value path)
{
    Value answer = special_call(vm, path, NAME_OF(vm, __fspath__), NULL, 0);
    if (answer == VALUE_ABSENT)
        return raise_type_error(vm, "expected str, bytes or os.PathLike object, not %.200T", path);
    if (value_is_error(answer) || value_is_str(vm, answer) || value_is_bytes(vm, answer))
        return answer;
    raise_type_error(vm, "expected %.200T.__fspath__() to return str or bytes, not %.200T", path, answer);
    value_drop(vm, answer);
    return VALUE_ERROR;
}

Value path_to_str(Vm *vm, Value path)
{
    bool direct = value_is_str(vm, path) || value_is_bytes(vm, path);
    Value given = direct ? value_share(path) : path_from_method(vm, path);
    if (value_is_error(given) || value_is_str(vm, given))
        return given;
    Bytes *bytes = value_object(given);
    Value text = codec_decode(vm, bytes->bytes, bytes->size, "utf-8", "surrogateescape");
    value_drop(vm, given);
    return text;
}

Value path_to_c(Vm *vm, Value path, const char **text)
{
    Value str = path_to_str(vm, path);
    if (value_is_error(str))
        return VALUE_ERROR;
    *text = str_c_string(vm, str);
    if (*text != NULL)
        return str;
    value_drop(vm, str);
    return VALUE_ERROR;
}
