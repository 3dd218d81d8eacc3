/* Traceback positions, for the object layer. */
#include "bytecode/code.h"
#include "object/exception.h"

bool code_place(Value code_value, uint32_t word, CodePlace *place)
{
    const Code *code = value_to_code(code_value);
    const CodePosition *position = code_find_position(code, word);
    *place = (CodePlace){.filename = code->filename, .name = code->name, .line = code->first_line};
    if (!position)
        return true;
    place->line = position->span.line;
    place->end_line = position->span.end_line;
    place->column = position->span.column;
    place->end_column = position->span.end_column;
    place->has_columns = position->span.end_line != 0;
    place->anchor = (PlaceAnchor)position->anchor;
    place->anchor_line = position->anchor_line;
    place->anchor_column = position->anchor_column;
    return true;
}
