"""Gift cards that the store gives away or sells elsewhere."""

from aisle.settings import Settings
from ops.errors import OperatorError
from ops.steps import Say
from ops.store import open_store

_MOST_MINOR = 1_000_000


async def issue_gift_card(settings: Settings, say: Say, amount: str, currency: str, country: str) -> None:
    """Issue a gift card and print its code, which is kept nowhere."""
    import commerce.models  # noqa: F401  every table, so that foreign keys resolve
    from commerce.audit.models import ActorKind
    from commerce.audit.service import Cause
    from commerce.clock import SystemClock
    from commerce.gift_cards.issuing import issue_gift_card as issue
    from commerce.money import Money

    try:
        worth = Money.parse(amount, currency)
    except ValueError as wrong:
        raise OperatorError(str(wrong)) from None
    if not 0 < worth.amount_minor <= _MOST_MINOR:
        raise OperatorError(f"a gift card has some money on it, at most {Money(_MOST_MINOR, currency)}")
    clock, cause = SystemClock(settings.time_zone), Cause(ActorKind.SYSTEM, "operator")
    async with open_store(settings, "make gift-card", say) as sessions, sessions.begin() as session:
        code = await issue(session, worth, country or None, cause=cause, clock=clock)
    say(f"a gift card of {worth}; its code is shown this once")
    print(code)
