"""The store's rules of suspicion, as data: what each signal weighs, and what a score leads to."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.policies.service import PolicyValue, read_policy


class Signal(StrEnum):
    """What may be counted against an account. Each is a number that `facts` finds."""

    CONTACT_CHANGED = "contact_changed"  # e-mail or phone, in the last week
    CODES_FAILED = "codes_failed"  # wrong guesses at codes, in the last day
    NEW_COUNTRY = "new_country"  # orders of the last week to a country that none went to before
    NEW_NETWORK = "new_network"  # verified from a network that none of their conversations came from before
    NETWORK_SHARED = "network_shared"  # other accounts that were entered from it in the last day
    CARD_SHARED = "card_shared"  # other accounts with the same card at the same postcode
    ADDRESS_SHARED = "address_shared"  # other accounts at the same door
    PHONE_SHARED = "phone_shared"  # other accounts with the same number
    RETURNS = "returns"  # asked for in 90 days
    RETURNED_SHARE = "returned_share"  # of the orders of 90 days, in percent
    MADE_GOOD = "made_good"  # replacements and refunds for problems in 90 days
    NEVER_ARRIVED = "never_arrived"  # parcels and items that are said not to have come in 180 days
    SPEED = "speed"  # changes in ten minutes


class SignalRule(PolicyValue):
    """A signal counts `weight` once its number is `at_least`, and only where `with_signal` counts as well."""

    weight: int = Field(ge=0)
    at_least: int = Field(ge=1)
    with_signal: Signal | None = None


class FraudRules(PolicyValue):
    """The policy `fraud_rules`: from which score on a code is asked, a person decides, the account locks."""

    signals: dict[Signal, SignalRule]
    code_from: int
    hold_from: int
    lock_from: int


@dataclass(frozen=True, slots=True)
class Reason:
    """A signal that counted: its number and what it weighs."""

    signal: Signal
    number: int
    weight: int


@dataclass(frozen=True, slots=True)
class Score:
    """How suspicious an account is, and why."""

    reasons: tuple[Reason, ...]
    rules: FraudRules

    @property
    def points(self) -> int:
        """The sum of what counts."""
        return sum(each.weight for each in self.reasons)

    @property
    def asks_for_code(self) -> bool:
        """Whether a change of worth takes a code again."""
        return self.points >= self.rules.code_from

    @property
    def is_held(self) -> bool:
        """Whether a person decides about refunds and replacements."""
        return self.points >= self.rules.hold_from

    @property
    def locks(self) -> bool:
        """Whether the account is to be locked."""
        return self.points >= self.rules.lock_from


async def fraud_rules(session: AsyncSession) -> FraudRules:
    """Read the store's rules; raises MalformedPolicy."""
    return await read_policy(session, "fraud_rules", FraudRules)


def score_of(facts: Mapping[Signal, int], rules: FraudRules) -> Score:
    """Weigh the facts by the rules."""
    reached = {signal for signal, rule in rules.signals.items() if facts.get(signal, 0) >= rule.at_least}
    reasons = (
        Reason(signal, facts[signal], rule.weight)
        for signal, rule in rules.signals.items()
        if signal in reached and (rule.with_signal is None or rule.with_signal in reached)
    )
    return Score(tuple(reasons), rules)
