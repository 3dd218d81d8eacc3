match = [1, 2]
case = 3
type = 4
_ = 5
print(match, case, type, _)
match[0] = 6
match[1]: int = 7
print(match[0], match[1:], case if case else _, type)
match, case = 1, 2
print(match + case, match * case, match - 1, (match), match.real)
def match(case, *type, _=1): return case, type, _
print(match(1, 2, _=3), match (4), match(case=5))
class type:
    case = match = 1
    type = 2
print(type.case, type.match, type.type, type().type)
type type = int
print(type.__name__)
type match[type] = case
type = lambda match: match
print(type(1), [case for case in (1, 2)])
match match:
    case case: print("case")
match case:
    case type if type: print(type)
match {"case": 1}:
    case {"case": match}: match = 8; print(match)
match (match)(case) if 0 else [1]:
    case [_]: print("_")
for match in 1, 2: case = match
print(f"{match} {case} {type}" if match else type)
import sys as type, sys as match
print(type is match)
