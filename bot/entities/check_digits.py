"""The check digits of carriers' tracking numbers, given in capitals without spaces."""

from __future__ import annotations

_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_FEDEX_WEIGHTS = (3, 1, 7)


def is_ups(code: str) -> bool:
    """UPS, "1Z...": a letter counts (ASCII - 63) mod 10, every second character double, modulo 10."""
    values = [int(c) if c.isdigit() else (ord(c) - 63) % 10 for c in code[2:-1]]
    total = sum(value * (2 if place % 2 else 1) for place, value in enumerate(values))
    return code[-1] == str(-total % 10)


def is_gs1(code: str) -> bool:
    """GS1's, as USPS, FedEx Ground and Canada Post use it: weights 3 and 1 from the right, modulo 10."""
    total = sum(int(c) * (1 if place % 2 else 3) for place, c in enumerate(reversed(code[:-1])))
    return code[-1] == str(-total % 10)


def is_usps(code: str) -> bool:
    """A package barcode of USPS, perhaps behind 420 and the ZIP code it goes to."""
    return any(is_gs1(code[start:]) for start in (0, 8, 12) if len(code) - start in {20, 22})


def is_s10(code: str) -> bool:
    """S10 of the UPU (Royal Mail, most posts): 11 less a weighted sum modulo 11; 10 is 0, 11 is 5."""
    digit = 11 - sum(int(c) * weight for c, weight in zip(code[2:10], _S10_WEIGHTS, strict=True)) % 11
    return code[10] == str({10: 0, 11: 5}.get(digit, digit))


def is_fedex_express(code: str) -> bool:
    """FedEx Express, 12 digits: weights 3, 1, 7 in turn, modulo 11, modulo 10."""
    total = sum(int(c) * _FEDEX_WEIGHTS[place % 3] for place, c in enumerate(code[:-1]))
    return code[-1] == str(total % 11 % 10)


def is_dhl_express(code: str) -> bool:
    """DHL Express, 10 digits: the first nine modulo 7."""
    return code[-1] == str(int(code[:-1]) % 7)
