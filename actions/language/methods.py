"""Which payment method is meant: the Visa, the card ending in 4242, my gift card, back where it came from."""

import re
from collections.abc import Collection, Sequence

from commerce.customers.models import PaymentMethodKind
from commerce.customers.payment_methods import MethodOnFile

_KINDS = (
    (PaymentMethodKind.GIFT_CARD, re.compile(r"\bgift\s?-?\s?(card|voucher|certificate)s?\b|\bgiftcard")),
    (
        PaymentMethodKind.STORE_CREDIT,
        re.compile(r"\b(store|shop|account) credit\b|\bcredit note\b|\bas credit\b|\bvoucher\b"),
    ),
    (PaymentMethodKind.PAYPAL, re.compile(r"\bpay\s?pal\b")),
    (PaymentMethodKind.CREDIT_CARD, re.compile(r"(?<!sd )(?<!cf )(?<!memory )(?<!graphics )\bcard\b")),
)
_BRANDS = {
    "visa": r"\bvisa\b",
    "mastercard": r"\bmaster\s?card\b",
    "amex": r"\bamex\b|\bamerican express\b",
    "discover": r"\bdiscover\b",
}
_ORIGINAL = re.compile(
    r"\boriginal\b(?! (box|pack|carton|wrap|tag|condition|bag|state))"
    r"|\bsame (card|method|way|account|payment)\b|\bwhere (it|the money) came from\b|\bpaid with\b"
    r"|\bi paid\b|\b(what|one|card|method|account|that) i used\b|\bthe way i paid\b|\bhow i paid\b"
)
_REFUSED = re.compile(r"\b(?:not|instead of|rather than)\s+(?:to\s+|on\s+|with\s+)?(?:my\s+|the\s+)?[^,.;]*")
_LAST_FOUR = re.compile(r"(?<!\d)\d{4}(?!\d)")


def named_methods(
    text: str, methods: Sequence[MethodOnFile], original: Collection[str | None] = ()
) -> list[MethodOnFile]:
    """The methods that `text` may mean; empty when it names none. `original` are the ids that paid."""
    said = _REFUSED.sub(" ", text.lower())
    if found := [method for method in methods if method.last_four in _LAST_FOUR.findall(said)]:
        return found
    brands = [brand for brand, pattern in _BRANDS.items() if re.search(pattern, said)]
    if found := [method for method in methods if method.brand in brands or _is_called_so(method, said)]:
        return found
    for kind, pattern in _KINDS:
        if pattern.search(said):
            found = [method for method in methods if method.kind is kind]
            if kind is not PaymentMethodKind.CREDIT_CARD or found:
                return _narrowed(said, found, original)
    return _narrowed(said, methods, original) if _ORIGINAL.search(said) else []


def unknown_method(text: str, methods: Sequence[MethodOnFile]) -> str | None:
    """What `text` calls a method that is not among `methods`: its brand or kind; None when it names none."""
    if named_methods(text, methods):
        return None
    said = _REFUSED.sub(" ", text.lower())
    for pattern in (*_BRANDS.values(), *(pattern.pattern for _, pattern in _KINDS[:-1])):
        if match := re.search(pattern, said):
            return match.group()
    return None


def _is_called_so(method: MethodOnFile, said: str) -> bool:
    """Whether a method of another kind is called by its name."""
    return method.kind is PaymentMethodKind.OTHER and bool(method.brand) and str(method.brand).lower() in said


def _narrowed(
    said: str, found: Sequence[MethodOnFile], original: Collection[str | None]
) -> list[MethodOnFile]:
    if _ORIGINAL.search(said):
        return [method for method in found if method.id in original] or list(found)
    return list(found)
