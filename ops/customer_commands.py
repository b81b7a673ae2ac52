"""What the store holds of a customer: written down, or forgotten."""

import json
import os

from sqlalchemy.ext.asyncio import AsyncSession

from aisle.settings import Settings
from ops.errors import OperatorError
from ops.steps import Say
from ops.store import open_store

_CONFIRMED = "yes"
# What becomes of it is the rules' of commerce/privacy/erasure.py.
_KEPT = "orders and sums, without a name"
_KEPT_REFUSALS = "that a number wants no messages, with the number alone, or it would be written to again"


async def customer_named(session: AsyncSession, customer: str) -> str:
    """The id of the customer with this id or e-mail. Raises OperatorError."""
    from commerce.customers.vouching import customer_vouched_for

    found = await customer_vouched_for(session, customer)
    if found is None:
        raise OperatorError(f"no customer has the id or e-mail {customer!r}")
    return found


async def export_customer(settings: Settings, say: Say, customer: str) -> None:
    """Write everything the store holds of a customer into a file only you can read; print its path."""
    from commerce.clock import SystemClock
    from commerce.privacy.export import export_customer as everything_of

    clock = SystemClock(settings.time_zone)
    async with open_store(settings, "make export-customer", say) as sessions, sessions() as session:
        found = await customer_named(session, customer)
        everything = await everything_of(session, found, clock)
    folder = settings.var_path / "exports"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"customer-{clock.now():%Y%m%d-%H%M%S-%f}.json"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(everything, file, ensure_ascii=False, indent=1)
    rows = sum(map(len, everything["tables"].values()))
    say(f"{rows} rows; give the file to the customer, then delete it")
    print(path)


async def erase_customer(settings: Settings, say: Say, customer: str, confirm: str) -> None:
    """Say what the store holds of a customer; with `--confirm yes`, forget it."""
    from commerce.privacy.erasure import ErasureRefused, count_rows
    from commerce.privacy.erasure import erase_customer as forget
    from worker.dialogue_log import forget_dialogues

    async with open_store(settings, "make erase-customer", say) as sessions, sessions.begin() as session:
        found = await customer_named(session, customer)
        if confirm != _CONFIRMED:
            for table, count in (await count_rows(session, found)).items():
                print(f"{count:8} {table}")
            say(f"to be kept: {_KEPT}; {_KEPT_REFUSALS}")
            say(f"nothing is erased yet: say CONFIRM={_CONFIRMED} to forget customer {found}")
            return
        try:
            erased = await forget(session, found)
        except ErasureRefused as refused:
            raise OperatorError(str(refused)) from None
        # Last, so that nothing is forgotten there which stays here; if it fails, both stay.
        await forget_dialogues(settings.tracker_database_url.get_secret_value(), erased.conversation_ids)
    say(f"customer {found} is forgotten; kept: {_KEPT}")
    if erased.kept_refusals:
        say(f"also kept: {_KEPT_REFUSALS}")
