# A coroutine that lives until the program ends is reported then.
async def main():
    pass


coroutine = main()
print("end")
