# habu: --virtual-time
# Conditions between tasks: transfers wait until the money is there.
import asyncio


class Account:
    def __init__(self, owner, balance=0):
        self.owner, self.balance = owner, balance
        self.changed = asyncio.Event()

    async def withdraw(self, amount):
        while self.balance < amount:
            self.changed.clear()
            await self.changed.wait()
        self.balance -= amount

    def deposit(self, amount):
        self.balance += amount
        self.changed.set()

    def __str__(self):
        return f"{self.owner} has {self.balance}"


async def transfer(source, target, amount):
    await source.withdraw(amount)
    target.deposit(amount)
    print(f"{amount:3} from {source.owner} to {target.owner}")


async def main():
    ann, bob, cid = Account("ann", 100), Account("bob"), Account("cid")
    await asyncio.gather(
        transfer(cid, ann, 30),
        transfer(bob, cid, 60),
        transfer(ann, bob, 80),
    )
    print(ann, bob, cid, sep="; ")


asyncio.run(main())
