"""What an operator runs about journeys."""

import tempfile
from pathlib import Path

from aisle.settings import Settings
from ops.errors import OperatorError
from ops.steps import Say


async def simulate_journeys(settings: Settings, say: Say, *, customers: int, days: int, seed: int) -> None:
    """Run the cart journey over a month of made-up customers, in a store that is thrown away."""
    del settings  # nothing of the store's own is touched
    from commerce.database import create_engine, sessions_of
    from ops.journeys.simulate import Plan, Simulation
    from ops.journeys.temporary_store import temporary_store

    with tempfile.TemporaryDirectory(prefix="aisle-journeys-") as folder:
        async with temporary_store(Path(folder), say) as url:
            engine = create_engine(url)
            try:
                plan = Plan(customers=customers, days=days, seed=seed)
                summary = await Simulation(sessions_of(engine), url, plan, say).run()
            finally:
                await engine.dispose()
    for line in summary.lines():
        print(line)
    if summary.is_wrong:
        raise OperatorError("the month was not as promised")
