# Lists of numbers, nested loops.
def count_primes(limit):
    prime = [True] * (limit + 1)
    prime[0] = prime[1] = False
    for candidate in range(2, int(limit ** 0.5) + 1):
        if prime[candidate]:
            for multiple in range(candidate * candidate, limit + 1, candidate):
                prime[multiple] = False
    return sum(prime)


print("check", count_primes(5_000_000))
