# Counting words: dictionaries, comprehensions, sorting by key, formatting.
TEXT = """
The sea was calm, the sky was clear, and the small boat,
whose sail was white as the sky was blue, left the harbour.
"""

words = [word.strip(".,").lower() for word in TEXT.split()]
counts = {}
for word in words:
    counts[word] = counts.get(word, 0) + 1

for word, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:5]:
    print(f"{word:>8} {'#' * count} {count / len(words):6.1%}")

longest = max(counts, key=len)
print(f"{len(words)} words, {len(counts)} different, longest {longest!r}")
