"""What an operator runs for the recommender: measure it on any interactions."""

import asyncio
from pathlib import Path

from aisle.settings import Settings
from ops.errors import OperatorError
from ops.steps import Say

_COLUMNS = ("recall", "ndcg", "coverage", "novelty")


async def evaluate_recommendations(settings: Settings, say: Say, file: Path) -> None:
    """Measure the recommender on a CSV of user, item and timestamp, beside item-kNN and popularity."""
    del settings
    from commerce.recommendations.interactions import NotInteractions, read_csv
    from commerce.recommendations.measuring import measure

    try:
        interactions = await asyncio.to_thread(read_csv, file)
    except FileNotFoundError:
        raise OperatorError(f"there is no file {file}") from None
    except NotInteractions as unfit:
        raise OperatorError(f"{file}: {unfit}") from None
    say(
        f"{len(interactions):,} interactions of {len(interactions.users):,} users with"
        f" {len(interactions.items):,} items; the newest fifth is predicted from the rest"
    )
    figures = await asyncio.to_thread(measure, interactions)
    print(f"{'':12}" + "".join(f"{name:>12}" for name in _COLUMNS) + f"{'users':>8}")
    for model, found in figures.items():
        print(
            f"{model:12}" + "".join(f"{found[name]:>12.4f}" for name in _COLUMNS) + f"{found['users']:>8.0f}"
        )
