# Strings, dictionaries, sorting.
text = "the quick brown fox jumps over the lazy dog and runs from the fox " * 400
counts = {}
for turn in range(100):
    for word in text.split():
        key = word.upper() if turn % 2 else word
        counts[key] = counts.get(key, 0) + 1
ranking = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
joined = ", ".join(f"{word}={count}" for word, count in ranking[:5])
print("check", joined, len(counts))
