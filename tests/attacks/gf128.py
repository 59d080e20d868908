"""GCM's field GF(2^128) and polynomials over it, for finding the GHASH key (Joux).

An element is an integer whose bit i is the coefficient of x^i; GCM writes that bit first. A
polynomial is a list of elements, the constant first and the highest, never zero, last.
"""
import secrets

MASK = (1 << 128) - 1


def element(block: bytes) -> int:
    return int(f"{int.from_bytes(block, 'big'):0128b}"[::-1], 2)


def block(value: int) -> bytes:
    return int(f"{value:0128b}"[::-1], 2).to_bytes(16, "big")


def reduced(product: int) -> int:
    """Modulo x^128 + x^7 + x^2 + x + 1."""
    while product > MASK:
        high = product >> 128
        product = (product & MASK) ^ high ^ (high << 1) ^ (high << 2) ^ (high << 7)
    return product


def multiply(left: int, right: int) -> int:
    table = [0, left]
    for half in range(1, 8):
        table += [table[half] << 1, (table[half] << 1) ^ left]
    product = 0
    for shift in range(124, -1, -4):
        product = (product << 4) ^ table[(right >> shift) & 15]
    return reduced(product)


def square(value: int) -> int:
    return reduced(int(f"{value:b}", 4))  # inserts a zero between any two bits


def inverse(value: int) -> int:
    """value^(2^128 - 2)."""
    result = 1
    for _ in range(127):
        value = square(value)
        result = multiply(result, value)
    return result


def trimmed(poly: list) -> list:
    while poly and not poly[-1]:
        poly.pop()
    return poly


def monic(poly: list) -> list:
    scale = inverse(poly[-1])
    return [multiply(one, scale) for one in poly]


def added(left: list, right: list) -> list:
    if len(left) < len(right):
        left, right = right, left
    return trimmed([one ^ (right[at] if at < len(right) else 0) for at, one in enumerate(left)])


def divided(poly: list, by: list) -> tuple:
    """Quotient and remainder; `by` is monic."""
    rest, quotient = list(poly), []
    while len(rest) >= len(by):
        factor = rest.pop()
        quotient.insert(0, factor)
        if factor:
            shift = len(rest) + 1 - len(by)
            for at, one in enumerate(by[:-1]):
                rest[shift + at] ^= multiply(factor, one)
    return quotient, trimmed(rest)


def squared(poly: list, modulus: list) -> list:
    spread = []
    for one in poly:
        spread += [square(one), 0]
    return divided(trimmed(spread), modulus)[1]


def common_divisor(left: list, right: list) -> list:
    while right:
        right = monic(right)
        left, right = right, divided(left, right)[1]
    return left


def roots(poly: list) -> list:
    """All different roots in the field."""
    poly = monic(trimmed(list(poly)))
    power = [0, 1]
    for _ in range(128):
        power = squared(power, poly)
    return split(common_divisor(poly, added(power, [0, 1])))


def split(poly: list) -> list:
    """The roots of a monic product of different linear factors, by traces (Berlekamp)."""
    if len(poly) <= 2:
        return [poly[0]] if len(poly) == 2 else []
    while True:
        term = divided([0, secrets.randbits(128)], poly)[1]
        trace = term
        for _ in range(127):
            term = squared(term, poly)
            trace = added(trace, term)
        factor = common_divisor(poly, trace) if trace else poly
        if 1 < len(factor) < len(poly):
            factor = monic(factor)
            return split(factor) + split(divided(poly, factor)[0])
