"""Which days are counted is said whole or not at all."""

import pytest

from aisle.settings import Settings
from ops.errors import OperatorError
from ops.figure_commands import figures


async def test_a_last_day_without_a_first_is_refused() -> None:
    settings = Settings(
        shopper_token_secret="0123456789abcdef" * 2, conversation_secret="fedcba9876543210" * 2
    )
    with pytest.raises(OperatorError, match="LAST without FIRST"):
        await figures(settings, print, first="", last="2026-11-01")
