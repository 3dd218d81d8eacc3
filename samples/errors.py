# Exceptions that carry their history: notes, causes and groups.
def parse(text):
    try:
        return int(text)
    except ValueError as error:
        error.add_note(f"while reading {text!r}")
        raise RuntimeError("bad input") from error


def parse_all(texts):
    numbers, errors = [], []
    for text in texts:
        try:
            numbers.append(parse(text))
        except RuntimeError as error:
            errors.append(error)
    if errors:
        raise ExceptionGroup(f"{len(errors)} of {len(texts)} could not be read", errors)
    return numbers


print(parse_all(["1", "2", "3"]))
try:
    parse_all(["4", "five", "6", "seven"])
except* RuntimeError as group:
    print(group)
    for error in group.exceptions:
        print("-", error, "<-", error.__cause__, error.__cause__.__notes__)
