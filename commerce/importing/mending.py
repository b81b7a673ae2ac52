"""Reads what real exports write otherwise than documented: numbers for text, single names, other ways to pay.

Only rows that are not as documented come here. A row is mended as far as its meaning is plain, and what was
taken for granted is noted; what is wrong stays as it is, to be refused with its reason.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from commerce.customers.addresses import checked_country, fits_postcode, needs_postcode
from commerce.customers.models import PaymentMethodKind
from commerce.importing.assumptions import Assumption

Raw = dict[str, Any]

_KINDS = {kind.value: kind.value for kind in PaymentMethodKind if kind is not PaymentMethodKind.STORE_CREDIT}
_KINDS |= dict.fromkeys(("card", "debit_card", "creditcard", "debitcard", "bank_card"), "credit_card")
_KINDS |= {"pay_pal": "paypal", "giftcard": "gift_card", "gift_voucher": "gift_card"}
_EXACT = 2**53  # whole numbers beyond are not all told apart by those who write them as floats
_LONGEST_POSTCODE = 8


class Mender:
    """Mends one row and keeps what it assumed."""

    def __init__(self) -> None:
        self.assumed: set[Assumption] = set()

    def product(self, row: Raw) -> Raw:
        """A line of products.jsonl."""
        return self._texts(row, "id", "title") | self._each(row, "variants", self._sold)

    def customer(self, row: Raw) -> Raw:
        """A line of customers.jsonl."""
        mended = self._texts(row, "id", "first_name", "last_name", blank=("first_name", "last_name"))
        mended["payment_methods"] = row.get("payment_methods") or []
        mended |= self._each(mended, "payment_methods", self._method)
        return mended | {"address": self._home(row.get("address"))}

    def review(self, row: Raw) -> Raw:
        """A line of reviews.jsonl."""
        blank = ("id", "customer_id", "order_number", "author", "title", "text", "answer")
        return self._texts(row, "product_id", *(name for name in blank if name in row), blank=blank)

    def order(self, row: Raw) -> Raw:
        """A line of orders.jsonl."""
        mended = self._texts(row, "number", "customer_id")
        mended |= self._each(row, "lines", self._sold)
        mended |= self._each(row, "shipments", self._shipment)
        mended |= self._each(row, "payments", lambda each: self._texts(each, "payment_method_id"))
        if isinstance(address := row.get("shipping_address"), dict):
            mended["shipping_address"] = self._address(address)
        return mended

    def _sold(self, row: Raw) -> Raw:
        """A variant or an order's line."""
        mended = self._texts(row, "sku", "title") if "title" in row else self._texts(row, "sku")
        options = row.get("options")
        if isinstance(options, dict):
            mended["options"] = {name: self._text(value) for name, value in options.items()}
        return mended if options is not None else mended | {"options": {}}

    def _shipment(self, row: Raw) -> Raw:
        return row | {
            name: [self._text(each) for each in row[name]]
            for name in ("tracking_numbers", "skus")
            if isinstance(row.get(name), list)
        }

    def _method(self, row: Raw) -> Raw:
        mended = (
            self._texts(row, "id", "brand", blank=("brand",)) if "brand" in row else self._texts(row, "id")
        )
        written = row.get("type")
        if written is not None and not isinstance(written, str):
            return mended
        word = re.sub(r"[\s_-]+", "_", (written or "").strip().lower())
        kind = _KINDS.get(word)
        if kind is None:
            self.assumed.add(Assumption.UNKNOWN_PAYMENT_TYPE)
            name = mended.get("brand") or word.replace("_", " ").title() or None
            mended |= {"type": PaymentMethodKind.OTHER.value, "brand": name}
        else:
            mended["type"] = kind
        return mended | self._last_four(row.get("last_four"))

    def _last_four(self, written: Any) -> Raw:
        """Four digits, however they are written; more than four are left to be refused, as a card number."""
        if written is None or written == "":
            return {"last_four": None}
        text = str(self._text(written))
        if re.fullmatch(r"\d{1,3}", text):
            self.assumed.add(Assumption.NUMBERS_AS_TEXT)
            return {"last_four": text.zfill(4)}
        digits = re.fullmatch(r"[*xX•.\s-]*(\d{4})", text)
        if digits is None and len(re.findall(r"\d", text)) <= 4:
            self.assumed.add(Assumption.CARD_DIGITS_UNREADABLE)
            return {"last_four": None}
        return {"last_four": digits[1] if digits else text}

    def _home(self, written: Any) -> Any:
        """A customer's address; None where there is none, or none that anything could be sent to."""
        if not written:
            return None
        if not isinstance(written, dict):
            return written
        mended = self._address(written)
        needed = ["address1", "city", "country"]
        if needs_postcode(_country(mended)):
            needed.append("zip")
        if any(not str(mended.get(name) or "").strip() for name in needed):
            self.assumed.add(Assumption.INCOMPLETE_ADDRESS)
            return None
        return mended

    def _address(self, row: Raw) -> Raw:
        optional = ("address2", "state", "zip")
        names = ("address1", "address2", "city", "state", "zip")
        mended = self._texts(row, *(name for name in names if name in row), blank=optional)
        zip_code, country = mended.get("zip"), _country(mended)
        if isinstance(zip_code, str) and country:
            mended["zip"] = self._with_lost_zeros(zip_code.strip(), country)
        return mended

    def _with_lost_zeros(self, postcode: str, country: str) -> str:
        first, dash, rest = postcode.partition("-")
        if not first.isascii() or not first.isdigit() or fits_postcode(country, postcode):
            return postcode
        for length in range(len(first) + 1, _LONGEST_POSTCODE + 1):
            longer = first.zfill(length) + dash + rest
            if fits_postcode(country, longer):
                self.assumed.add(Assumption.NUMBERS_AS_TEXT)
                return longer
        return postcode

    def _texts(self, row: Raw, *names: str, blank: tuple[str, ...] = ()) -> Raw:
        """The row with these fields as text; of those in `blank`, nothing is an empty text."""
        mended = dict(row)
        for name in names:
            value = row.get(name)
            if value is None and name in blank:
                mended[name] = ""
            elif name in row:
                mended[name] = self._text(value)
        return mended

    def _text(self, value: Any) -> Any:
        """A whole or decimal number as it is written; anything else as it is."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return value
        if isinstance(value, float) and not abs(value) < _EXACT:  # infinite, no number, or rounded
            return value
        self.assumed.add(Assumption.NUMBERS_AS_TEXT)
        return str(int(value)) if value == int(value) else str(value)

    @staticmethod
    def _each(row: Raw, name: str, mend: Callable[[Raw], Raw]) -> Raw:
        found = row.get(name)
        if not isinstance(found, list):
            return {}
        return {name: [mend(each) if isinstance(each, dict) else each for each in found]}


def _country(address: Mapping[str, Any]) -> str:
    written = address.get("country")
    return checked_country(written, {}) if isinstance(written, str) else ""
