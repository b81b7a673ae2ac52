"""The locks' connection, which is nobody's once they are given up."""

import asyncio
import gc
import warnings
from uuid import uuid4

import psycopg
import pytest

from connectors.conversation.locks import ConversationLocks


async def test_who_comes_too_late_opens_no_connection(database_url: str) -> None:
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always", ResourceWarning)
        async with ConversationLocks(database_url) as locks:
            assert await locks.try_lock(uuid4())
        with pytest.raises(psycopg.OperationalError):
            await locks.try_lock(uuid4())
        del locks
        gc.collect()
    assert [str(each.message) for each in warned if each.category is ResourceWarning] == []


async def test_a_connection_that_is_being_made_is_closed_too(database_url: str) -> None:
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always", ResourceWarning)
        async with ConversationLocks(database_url) as locks:
            late = asyncio.create_task(locks.try_lock(uuid4()))
            while not (locks._connecting.locked() or late.done()):
                await asyncio.wait([late], timeout=0.001)
        await asyncio.gather(late, return_exceptions=True)
        del late, locks
        gc.collect()
    assert [str(each.message) for each in warned if each.category is ResourceWarning] == []
