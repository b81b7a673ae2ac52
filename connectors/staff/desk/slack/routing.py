"""Which channel a case is worked in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from commerce.desk.briefing import Briefing

_ENGLISH = "en"
_CHANNEL = re.compile(r"[CG][A-Z0-9]{1,20}")
_KINDS = ("topic", "channel", "language", "tier", "reason")


@dataclass(frozen=True, slots=True)
class Rule:
    """A channel, for cases of which something is so."""

    channel: str
    kind: str = ""
    value: str = ""

    def fits(self, facts: Mapping[str, frozenset[str]]) -> bool:
        """Whether a case with these facts is worked there."""
        return not self.kind or self.value in facts[self.kind]


@dataclass(frozen=True, slots=True)
class Routing:
    """The rules in their order: the first that fits decides."""

    rules: tuple[Rule, ...]

    @classmethod
    def parse(cls, written: str) -> Self:
        """Read rules such as `tier:gold=C0VIP, channel:sms=C0TEXTS, C0SUPPORT`. Raises ValueError."""
        rules = tuple(_rule(part.strip()) for part in written.split(",") if part.strip())
        if rules and rules[-1].kind:
            raise ValueError("ends in a channel for all other cases, such as C0SUPPORT")
        return cls(rules)

    @property
    def channels(self) -> frozenset[str]:
        """Every channel in which cases are worked."""
        return frozenset(rule.channel for rule in self.rules)

    def channel_of(self, briefing: Briefing) -> str:
        """The channel for a case."""
        facts = {
            "topic": frozenset(briefing.topics[:1]),
            "channel": frozenset({briefing.conversation.channel}),
            "language": frozenset({briefing.conversation.language or _ENGLISH}),
            "tier": frozenset({briefing.tier.lower()}),
            "reason": frozenset({briefing.handoff.escalation.value}),
        }
        return next(rule.channel for rule in self.rules if rule.fits(facts))


def _rule(written: str) -> Rule:
    condition, separator, channel = written.rpartition("=")
    if not _CHANNEL.fullmatch(channel):
        raise ValueError(f"{channel!r} is no channel's id, such as C0123456789")
    if not separator:
        return Rule(channel)
    kind, colon, value = condition.partition(":")
    if kind.strip() not in _KINDS or not colon or not value.strip():
        raise ValueError(f"{condition!r} is not one of {', '.join(_KINDS)}, a colon and a value")
    return Rule(channel, kind.strip(), value.strip().lower())
