"""What is worked out aside of real messages: what they may mean, and what other models make of them."""

import asyncio
import json
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.support.news import announce
from commerce.support.understandings import text_key
from commerce.training.inbox import keep_notes, recent_messages, undecided
from commerce.training.models import ChangeKind, InboxNote, TrainingChange
from commerce.training.shadow import keep_answers, shadows, unread
from training.candidates import TRAINING
from training.files import locked, read_text, write_whole
from training.marking import as_example
from training.place import Place
from training.rasa import RasaTools
from training.shelf import Shelf
from training.stories import FILE, story_of, turns_of, with_story

COUNSEL = "training:counsel"  # the jobs' names at the worker
REVIEW = "training:review"
REREAD = "training:reread"
STORY = "training:story"
_LOOKED_AT = 1_000  # messages at most


class Observer:
    """Looks over the inbox, the sentences and conversations, in the dialogue server's environment."""

    def __init__(self, sessions: Sessions, place: Place, tools: RasaTools, clock: Clock) -> None:
        self._sessions = sessions
        self._place = place
        self._tools = tools
        self._clock = clock
        self._shelf = Shelf(place)

    async def look_over(self, since: timedelta) -> int:
        """Work out what the undecided messages may mean and which are alike; how many they are.

        None where neither they nor the sentences have changed since the last time.
        """
        async with self._sessions() as session:
            after = self._clock.now() - since
            entries = await undecided(session, after)
            recent = await recent_messages(session, after, _LOOKED_AT)
        messages = {entry.key: (entry.text, entry.intent) for entry in entries}
        messages |= {text_key(each.text): (each.text, each.intent) for each in recent}
        given = [
            {"key": key, "text": as_example(text) or "?", "intent": intent}
            for key, (text, intent) in messages.items()
        ]
        if not given or await self._is_known(set(messages)):
            return 0
        answer = await self._tools.ask("counsel", given=given)
        async with self._sessions.begin() as session:
            await keep_notes(session, answer["notes"])
            await announce(session, TRAINING)
        return len(given)

    async def _is_known(self, keys: set[str]) -> bool:
        async with self._sessions() as session:
            rows = await session.execute(select(InboxNote.message_key, InboxNote.made_at))
            notes = {row.message_key: row.made_at for row in rows}
        if notes.keys() != keys:
            return False
        edited = max((path.stat().st_mtime for path in self._place.sentences.glob("*.yml")), default=0.0)
        return bool(edited < min(notes.values()).timestamp())

    async def review(self) -> None:
        """Look through all sentences for doubtful labels and near-repeats. Raises ToolFailed."""
        found = await self._tools.ask("review")
        await asyncio.to_thread(write_whole, self._place.review, json.dumps(found))
        async with self._sessions.begin() as session:
            await announce(session, TRAINING)

    async def shadow(self) -> int:
        """Have the candidates that read along read what was said since; how many messages."""
        read = 0
        async with self._sessions() as session:
            models = await shadows(session, self._clock)
        for model in models:
            async with self._sessions() as session:
                messages = await unread(session, model)
            read += await self._read_by(model.name, messages)
        return read

    async def reread(self, conversation_id: UUID, name: str) -> None:
        """Have another model read a conversation. Raises ToolFailed."""
        async with self._sessions() as session:
            turns = await turns_of(session, conversation_id)
        await self._read_by(name, [(turn.message_id, turn.text) for turn in turns if turn.text])

    async def keep_story(self, conversation_id: UUID, trainer_id: UUID, batch: UUID) -> bool:
        """Keep a conversation as a story, if the model in use plays it; whether it did.

        Either way the trainers' records say so. Raises NoStory or ToolFailed.
        """
        async with self._sessions() as session:
            turns = await turns_of(session, conversation_id)
        story = story_of(f"conversation {str(conversation_id)[:8]}", turns)
        model = self._shelf.path(self._shelf.in_use())
        played = await self._tools.ask("play", model, given=with_story("", story))
        is_played = bool(played["right"] == played["total"] == 1)
        if is_played:
            await asyncio.to_thread(self._write_story, story)
        change = TrainingChange(
            kind=ChangeKind.STORY,
            batch=batch,
            file=FILE if is_played else "",
            line=f"{'' if is_played else 'not played by the model in use: '}conversation {conversation_id}",
            made_by=trainer_id,
            created_at=self._clock.now(),
        )
        async with self._sessions.begin() as session:
            session.add(change)
            await announce(session, TRAINING)
        return is_played

    def _write_story(self, story: str) -> None:
        path = self._place.root / FILE
        with locked(self._place.lock):
            before = read_text(path) if path.is_file() else ""
            if story.splitlines()[0] not in before.splitlines():
                write_whole(path, with_story(before, story))

    async def _read_by(self, name: str, messages: Sequence[tuple[UUID, str]]) -> int:
        """Keep what the model makes of messages, if its file is there; how many."""
        path = self._shelf.path(name)
        if not messages or not path.is_file():
            return 0
        texts = [as_example(text) or "?" for _, text in messages]
        answer = await self._tools.ask("understand", path, given=texts)
        answers = [
            {"message_id": message_id, **understood}
            for (message_id, _), understood in zip(messages, answer["understood"], strict=True)
        ]
        async with self._sessions.begin() as session:
            await keep_answers(session, name, answers)
            await announce(session, TRAINING)
        return len(answers)
