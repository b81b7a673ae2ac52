"""Money as integer minor units of a currency."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

# ISO 4217 currencies whose minor unit is not a hundredth.
_EXPONENTS = {"BHD": 3, "JPY": 0, "KRW": 0, "KWD": 3}
_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in the currency's minor unit (cents for USD)."""

    amount_minor: int
    currency: str

    @classmethod
    def parse(cls, amount: str, currency: str) -> "Money":
        """Read a decimal string such as `"47.84"`; raises ValueError when it is not one or is too precise."""
        try:
            scaled = Decimal(amount).scaleb(_EXPONENTS.get(currency, 2))
        except InvalidOperation:
            raise ValueError(f"{amount!r} is not an amount") from None
        if not scaled.is_finite() or scaled != scaled.to_integral_value():
            raise ValueError(f"{amount!r} is not a whole number of {currency} minor units")
        return cls(int(scaled), currency)

    def __add__(self, other: "Money") -> "Money":
        self._same_currency(other)
        return Money(self.amount_minor + other.amount_minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same_currency(other)
        return Money(self.amount_minor - other.amount_minor, self.currency)

    @property
    def decimal(self) -> Decimal:
        """The amount in the currency's own unit, as a spreadsheet wants it."""
        return Decimal(self.amount_minor).scaleb(-_EXPONENTS.get(self.currency, 2))

    def __str__(self) -> str:
        amount = f"{abs(self.decimal):,.{_EXPONENTS.get(self.currency, 2)}f}"
        sign = "-" if self.amount_minor < 0 else ""
        symbol = _SYMBOLS.get(self.currency)
        return f"{sign}{symbol}{amount}" if symbol else f"{sign}{amount} {self.currency}"

    def _same_currency(self, other: "Money") -> None:
        if other.currency != self.currency:
            raise ValueError(f"cannot mix {self.currency} and {other.currency}")
