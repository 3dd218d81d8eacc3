x, w, name = 3.14159, 10, "n'm"
print(f"{x:.2f}|{x:{w}.3f}|{name!r:>{w}}|{x!s}|{name!a}")
print(f"{x=}", f"{x = }", f"{x=:.1f}", f"{name=!s}", f"{ x + 1 = :.1f}")
print(f"{'nested ' + f"{'deep ' + f'{1 + 1}'}"}")
print(f"{{}} {{{w}}} {w}}}", f'{"\n".join(["a", "b"])}')
print(f"{[i for i in range(3)]} {(lambda y: y * 2)(4)} { {'a': 1}['a'] }")
print(f"{w:{'>'}{5}}", f"{w:>{w - 5}}", f"{'é':^5}|")
print(f"""multi
{
    w  # a comment
    + 1
} line""")
print(rf"\d{w}\{w}", fr'\n', F"{w}", Rf"{w}\t")
print("a" f"{w}" 'b' rf"\{w}" "c", f"" "", f"{'a' 'b'}")
print(f"{w!r}" f"{w:=^5}", f"{w:}", f"{(1, 2)}", f"{1, 2}", f"{*'ab', 'c'}")
print(f"{w if w > 1 else 0}", f"{w != 3}", f"{w == 10}", f"{(z := 5)}", z, f"{z:=5}")
print(f"\x41\u00e9\101 {w}\
 joined")
