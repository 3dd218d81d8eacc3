text = kept = "é"
for i in range(3000):
    text += "ab" if i % 7 else "€"
    if i == 1000:
        kept = text
print(len(text), len(kept), text.startswith(kept), text[1500], text[-1], text.count("€"), hash(text) == hash("".join(list(text))))
def grow(text):
    other = text
    text += "!"
    return text, other
print(grow("abc" * 2))
part = ""
for character in "xyz":
    part += character
print(part)
