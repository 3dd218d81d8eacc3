print("\N{LATIN SMALL LETTER A WITH ACUTE} \N{snowman}\N{GREEK CAPITAL LETTER OMEGA}", f"{1}\N{EURO SIGN}{2:>3}", len("\N{GRINNING FACE}"), rb"\N{x}", b"\N{x}" if 0 else 1, r"\N{DIGIT ONE}", """\N{EM DASH}
\N{BULLET}""")
for bad in [r'"\N{nope}"', r'"\N"', r'"\N{"', r'"\N{}"', r'f"\N{nope}"', r'"ab\N{' + 'x' * 300 + '}"']:
    try: print(eval(bad))
    except SyntaxError as e: print(e.msg)
print("\N{HANGUL SYLLABLE GAG}\N{CJK UNIFIED IDEOGRAPH-4E00}\N{NO-BREAK SPACE}" == "\uac01\u4e00\xa0")
