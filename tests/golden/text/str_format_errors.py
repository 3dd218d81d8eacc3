def show(call):
    try:
        print(ascii(call()))
    except Exception as error:
        print(f"{type(error).__name__}: {error!a}")


for text in ["{", "}", "{0", "{0!", "{0!r", "{0!rr}", "{0!x}", "{!}", "{0:", "{0:{", "a}b", "{a{b}}", "{1}", "{x}", "{0}{}", "{}{0}",
             "{0[}", "{0[]}", "{0.}", "{0[a]b}", "{0.nope}", "{0[9]}", "{99999999999999999999}", "{0:{0:{0}}}", "{-1}", "{ 0}", "{0:d}"]:
    print(f"{text:24}", end="")
    show(lambda: text.format([1]))
show(lambda: "{}".format_map({}))
show(lambda: "{a}".format_map({}))
show(lambda: "{a}".format_map(5))
