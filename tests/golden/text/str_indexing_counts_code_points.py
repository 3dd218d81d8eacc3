text = "aé€𝄞z" * 50
print(len(text), text[0], text[1], text[2], text[3], text[-1], text[-2])
print(text[1:4], text[-3:], text[::-1][:5], text[3:20:4], text[20:3:-5])
print("".join(text[i] for i in range(len(text))) == text)
print("".join(text[i] for i in range(len(text) - 1, -1, -1)) == text[::-1])
print([text.find("z", start) for start in (0, 4, 5, 200, 249, 250)], text.rfind("é"), text.index("𝄞z"))
print(list("é𝄞"), text[10**30:] == "", text[-10**30:3])
for key in (250, -251, 1.5, "a", None):
    try:
        text[key]
    except (IndexError, TypeError) as error:
        print(type(error).__name__, error)
