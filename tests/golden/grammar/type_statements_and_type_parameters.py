type Number = int | float
type Pair[T] = tuple[T, T]
type Many[T: int, U: (int, str), *Ts, **P] = dict[T, U]
type Default[T = int, *Ts = *tuple[int, str], **P = [int]] = list[T]
print(Number.__name__, Number.__value__, Pair.__type_params__, Many.__type_params__, Default.__type_params__)


def first[T](items: list[T], /, default: T | None = None) -> T | None:
    return items[0] if items else default


class Stack[T: object, *Ts, **P]:
    def push[U](self, item: U) -> U: return item


async def later[T](x: T) -> T: return x
print(first([1]), first.__type_params__, Stack.__type_params__, Stack().push(2), later.__type_params__)
