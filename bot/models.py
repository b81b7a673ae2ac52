"""Which model the server loads, and how it goes over to another one while it answers."""

from __future__ import annotations

import asyncio
import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rasa.core.agent import Agent
    from rasa.core.processor import MessageProcessor

POINTER = "in-use.json"
_SUFFIX = ".tar.gz"
_TRIED_WITH = "where is my order?"

logger = logging.getLogger(__name__)


class ModelRefused(Exception):
    """The model cannot be loaded; the one before goes on answering."""


def model_in_use(folder: Path) -> Path | None:
    """The model that was promoted last, else the newest in `folder`; None when there is none."""
    try:
        promoted = folder / str(json.loads((folder / POINTER).read_text())["model"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        promoted = None
    if promoted is not None and promoted.is_file():
        return promoted
    files = sorted(folder.glob(f"*{_SUFFIX}"), key=lambda file: file.stat().st_mtime)
    return files[-1] if files else None


class Switch:
    """Loads models beside the one that answers; turns that are running end with the model they began with."""

    def __init__(self) -> None:
        self._one_at_a_time = asyncio.Lock()

    async def to(self, agent: Agent, path: Path) -> None:
        """Have the next turn answered by the model at `path`. Raises ModelRefused."""
        async with self._one_at_a_time:
            loop = asyncio.get_running_loop()
            processor = await loop.run_in_executor(None, _loaded, agent, path)
            agent.processor, agent.domain, agent.nlg = processor, processor.domain, processor.nlg
            agent.tracker_store.domain = processor.domain
            logger.info("answering by the model %s", path.name)


def _loaded(agent: Agent, path: Path) -> MessageProcessor:
    """A processor with the model of `path`, warmed up; runs in a thread of its own."""
    from rasa.core.agent import MessageProcessor as Processor  # noqa: PLC0415  ours, once Rasa is patched
    from rasa.core.channels.channel import UserMessage  # noqa: PLC0415
    from rasa.core.nlg import TemplatedNaturalLanguageGenerator  # noqa: PLC0415

    if not path.is_file() or not path.name.endswith(_SUFFIX):
        raise ModelRefused(f"there is no model {path.name}")
    try:
        processor: Any = Processor(
            model_path=path,
            tracker_store=agent.tracker_store,
            lock_store=agent.lock_store,
            action_endpoint=agent.action_endpoint,
            generator=agent.nlg,
        )
        processor.nlg = TemplatedNaturalLanguageGenerator(processor.domain.responses)
        asyncio.run(processor.parse_message(UserMessage(_TRIED_WITH)))
    except Exception as error:
        logger.error("the model %s cannot be loaded: %s", path.name, type(error).__name__)
        raise ModelRefused(f"the model cannot be loaded: {type(error).__name__}") from error
    return processor
