"""A plan is exactly what a write would do: shown before the yes, applied after it, never two codes."""

import json
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Final

from pydantic import TypeAdapter

from commerce.errors import CommerceError

# Marks a field that may differ between the summary and the yes without the plan being another one.
VOLATILE: Final = {"volatile": True}


@dataclass(frozen=True, slots=True)
class BusinessDays:
    """From when to when something is expected, in business days and as dates counted from today."""

    min: int
    max: int
    earliest: date | None = field(default=None, metadata=VOLATILE)
    latest: date | None = field(default=None, metadata=VOLATILE)


class PlanChanged(CommerceError):
    """The world moved between the summary and the yes; `plan` is what would happen now."""

    def __init__(self, plan: Any) -> None:
        super().__init__(f"{type(plan).__name__} is no longer what was agreed to")
        self.plan = plan


def fingerprint(plan: Any) -> str:
    """What identifies a plan; two plans with the same one do the same."""
    facts = json.dumps(_settled(plan), sort_keys=True, separators=(",", ":"))
    return sha256(f"{type(plan).__name__}:{facts}".encode()).hexdigest()[:32]


def require_agreed(plan: Any, agreed: str | None) -> None:
    """Raise PlanChanged when `agreed`, the fingerprint of what was summarised, is not this plan's."""
    if agreed is not None and fingerprint(plan) != agreed:
        raise PlanChanged(plan)


def _settled(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {
            each.name: _settled(getattr(value, each.name))
            for each in fields(value)
            if not each.metadata.get("volatile")
        }
    if isinstance(value, tuple | list):
        return [_settled(each) for each in value]
    return TypeAdapter(Any).dump_python(value, mode="json")
