"""The loyalty tier that a message names."""

import re
from collections.abc import Sequence

from commerce.loyalty.policy import Tier


def tier_named(text: str, tiers: Sequence[Tier]) -> Tier | None:
    """The tier of `tiers` that `text` names: "how many more for gold"."""
    return next(
        (each for each in tiers if re.search(rf"\b{re.escape(each.name)}\b", text, re.IGNORECASE)), None
    )
