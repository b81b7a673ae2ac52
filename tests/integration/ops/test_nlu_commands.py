"""`make nlu-inbox`: from the store's table to training data."""

import shutil
from uuid import uuid4

import pytest

from aisle.settings import ROOT, Settings
from commerce.database import create_engine, in_transaction, sessions_of
from commerce.support.models import Conversation, Message, MessageAuthor, MessageStatus, Understanding
from ops.database_server import database_server
from ops.databases import prepare_databases
from ops.nlu_commands import nlu_inbox
from ops.schemas import migrate_store

PYTHON = ROOT / ".venv-rasa" / "bin" / "python"


async def keep(url: str, text: str) -> None:
    """A message the bot did not understand."""
    conversation, message = Conversation(id=uuid4(), channel="web"), uuid4()

    async def work(session) -> None:
        session.add(conversation)
        await session.flush()
        said = {"author": MessageAuthor.SHOPPER, "channel": "web", "status": MessageStatus.ANSWERED}
        session.add(Message(id=message, conversation_id=conversation.id, text=text, **said))
        await session.flush()
        kept = {"ranking": [], "entities": [], "is_fallback": True, "actions": []}
        session.add(
            Understanding(
                message_id=message,
                conversation_id=conversation.id,
                text=text,
                intent="check_order_status",
                confidence=0.31,
                **kept,
            )
        )

    engine = create_engine(url, pool_size=1)
    try:
        await in_transaction(sessions_of(engine), work)
    finally:
        await engine.dispose()


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_what_was_not_understood_is_printed_as_training_data(
    settings: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    if not PYTHON.exists() or not (ROOT / "var" / "encoder.made-from").exists():
        pytest.skip("no .venv-rasa or encoder: run `make setup`")
    shutil.copytree(ROOT / "var" / "encoder", settings.var_path / "encoder")
    shutil.copy(ROOT / "var" / "encoder.made-from", settings.var_path)
    said: list[str] = []
    url = settings.database_url.get_secret_value()
    async with database_server(settings, "a test", said.append) as server:
        await prepare_databases(settings, server)
        await migrate_store(url)
        await keep(url, "wheres me bits")
    await nlu_inbox(settings, said.append, 10)
    assert capfd.readouterr().out.splitlines()[-4:] == [
        "#   0.31: fallback, low confidence",
        "- intent: check_order_status",
        "  examples: |",
        "    - wheres me bits",
    ]
