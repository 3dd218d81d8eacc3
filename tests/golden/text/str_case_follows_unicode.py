for text in ["hello World", "ß", "ŉa", "İi", "ΑΣ", "ΑΣ Σ ΣΑ", "ǆa Ǆa", "ﬁx", "ⅷⅧ", "they're bill's", "ᾳ ῼ", ""]:
    print(ascii(text))
    for name in ["upper", "lower", "title", "capitalize", "swapcase", "casefold"]:
        print("   ", name, ascii(getattr(text, name)()))
