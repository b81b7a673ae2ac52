"""What trainers decide: kept with their name, written to the sentences, and undone when they wish."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.errors import CommerceError, NotFound
from commerce.training.models import ChangeKind, TrainingChange
from training.files import write_whole
from training.history import Author, History
from training.marking import Mark, as_example, marked, unmarked
from training.patches import Patch, apply_patches
from training.place import Place
from training.sentences import Add, Edit, IntentUnknown, Remove, Rewrite, Sentences, same

LONGEST_SENTENCE = 500


class DecidedAlready(CommerceError):
    """Somebody else has decided one of the messages meanwhile."""

    def __init__(self) -> None:
        super().__init__("somebody else has decided one of these messages meanwhile; look again")


class NothingToUndo(NotFound):
    """There is no such decision, or it is undone."""

    def __init__(self) -> None:
        super().__init__("there is no such decision, or it was undone already")


class SentenceUnfit(CommerceError):
    """The sentence is empty, too long, or its marks overlap."""


@dataclass(frozen=True, slots=True)
class Trainer:
    """Who decides."""

    id: UUID
    name: str
    email: str

    @property
    def author(self) -> Author:
        """As git names them."""
        return Author(self.name, self.email)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A message of the inbox as it is to be learned."""

    key: str
    text: str
    marks: Sequence[Mark] = ()

    @property
    def line(self) -> str:
        """As a training sentence. Raises SentenceUnfit."""
        return sentence_line(self.text, self.marks)


def sentence_line(text: str, marks: Sequence[Mark] = ()) -> str:
    """A text with its marks as a line of training data. Raises SentenceUnfit."""
    try:
        line = marked(text, marks) if marks else as_example(text)
    except ValueError as error:
        raise SentenceUnfit(str(error)) from None
    if not line or len(line) > LONGEST_SENTENCE:
        raise SentenceUnfit(f"a sentence has 1 to {LONGEST_SENTENCE} characters")
    return line


class Teaching:
    """Decisions of trainers. Each method returns the batch by which they are undone."""

    def __init__(self, sessions: Sessions, place: Place, clock: Clock) -> None:
        self._sessions = sessions
        self._place = place
        self._clock = clock
        self._history = History(place.root)
        self.sentences = Sentences(place)

    async def label(self, trainer: Trainer, lessons: Sequence[Lesson], intent: str) -> UUID:
        """Teach messages with an intent; one that is a sentence of that intent already is only decided.

        Raises DecidedAlready, SentenceThere (of another intent), IntentUnknown, SentenceUnfit, FileUnfit.
        """
        topics = await asyncio.to_thread(self.sentences.topics)
        name = next((file for file, intents in topics.items() if intent in intents), "")
        known = await self._intents_by_text()
        changes, edits, taught = [], list[Edit](), set[str]()
        for lesson in lessons:
            line = lesson.line
            is_there = known.get(_plain(line)) == intent or _plain(line) in taught
            change = _change(ChangeKind.LABELLED, intent=intent, line="" if is_there else line, file=name)
            change.message_key = lesson.key
            changes.append(change)
            if not is_there:
                edits.append(Add(intent, line))
                taught.add(_plain(line))
        what = f"{len(lessons)} message{'s' if len(lessons) > 1 else ''}"
        return await self._make(trainer, changes, edits, f"Teach {what} as {intent}")

    async def reject(self, trainer: Trainer, keys: Iterable[str]) -> UUID:
        """Leave messages out of the inbox. Raises DecidedAlready."""
        changes = []
        for key in keys:
            change = _change(ChangeKind.REJECTED)
            change.message_key = key
            changes.append(change)
        return await self._make(trainer, changes, [], "")

    async def move(self, trainer: Trainer, line: str, before: str, after: str) -> UUID:
        """Give a training sentence another intent. Raises SentenceGone, IntentUnknown, TooFewSentences."""
        change = _change(ChangeKind.MOVED, intent=after, intent_before=before, line=line, line_before=line)
        edits: list[Edit] = [Remove(before, line), Add(after, line)]
        return await self._make(trainer, [change], edits, f"Move a sentence from {before} to {after}")

    async def remove(self, trainer: Trainer, line: str, intent: str) -> UUID:
        """Delete a training sentence. Raises SentenceGone, TooFewSentences."""
        change = _change(ChangeKind.REMOVED, intent_before=intent, line_before=line)
        return await self._make(trainer, [change], [Remove(intent, line)], f"Delete a sentence of {intent}")

    async def rewrite(
        self, trainer: Trainer, intent: str, line: str, text: str, marks: Sequence[Mark]
    ) -> UUID:
        """Write a training sentence otherwise, or mark it so. Raises SentenceGone, SentenceUnfit."""
        new = sentence_line(text, marks)
        change = _change(ChangeKind.MARKED, intent=intent, intent_before=intent, line=new, line_before=line)
        return await self._make(
            trainer, [change], [Rewrite(intent, line, new)], f"Mark a sentence of {intent}"
        )

    async def confirm(self, trainer: Trainer, line: str, intent: str) -> UUID:
        """Say that a label is meant which the other sentences speak against."""
        return await self._make(trainer, [_change(ChangeKind.CONFIRMED, intent=intent, line=line)], [], "")

    async def edit(
        self, trainer: Trainer, kind: ChangeKind, name: str, patches: Sequence[Patch], message: str
    ) -> UUID:
        """Make patches of files, named `name` in the records. Raises TextChanged or FileBusy."""
        change = _change(kind, line=name, file=patches[0].file)
        change.patches = [asdict(patch) for patch in patches]
        return await self._make(trainer, [change], [], message, patches=patches)

    async def undo(self, trainer: Trainer, batch: UUID) -> None:
        """Take a batch back, in the files too. Raises NothingToUndo, SentenceGone, SentenceThere."""
        async with self._sessions() as session:
            found = await session.scalars(
                select(TrainingChange)
                .where(TrainingChange.batch == batch, TrainingChange.undone_at.is_(None))
                .with_for_update()
            )
            changes = list(found)
            if not changes:
                raise NothingToUndo
            for change in changes:
                change.undone_at, change.undone_by = self._clock.now(), trainer.id
            await session.flush()
            edits = [edit for change in reversed(changes) for edit in _inverse(change)]
            patches = [
                Patch(**each).undone for change in reversed(changes) for each in reversed(change.patches)
            ]
            message = f"Take back: {changes[0].kind.value}"
            await self._finish(session, trainer, [], edits, message=message, patches=patches)

    async def require_intent(self, intent: str) -> None:
        """Raise IntentUnknown unless some file has sentences of the intent."""
        topics = await asyncio.to_thread(self.sentences.topics)
        if not any(intent in intents for intents in topics.values()):
            raise IntentUnknown(intent)

    async def _make(
        self,
        trainer: Trainer,
        changes: Sequence[TrainingChange],
        edits: Sequence[Edit],
        message: str,
        *,
        patches: Sequence[Patch] = (),
    ) -> UUID:
        batch = uuid4()
        try:
            async with self._sessions() as session:
                for change in changes:
                    change.batch, change.made_by, change.created_at = batch, trainer.id, self._clock.now()
                session.add_all(changes)
                await session.flush()
                await self._finish(session, trainer, changes, edits, message=message, patches=patches)
        except IntegrityError as error:
            if "uq_training_changes_message_key" in str(error.orig):
                raise DecidedAlready from None
            raise
        return batch

    async def _finish(
        self,
        session: AsyncSession,
        trainer: Trainer,
        changes: Sequence[TrainingChange],
        edits: Sequence[Edit],
        *,
        message: str,
        patches: Sequence[Patch] = (),
    ) -> None:
        """Write the edits, then commit; when that fails, the files are as they were."""
        before: dict[Path, str] = {}
        if edits or patches:
            before, commit = await asyncio.to_thread(self._edit, edits, patches, trainer.author, message)
            for change in changes:
                change.commit = commit
        try:
            await session.commit()
        except Exception:
            for path, text in before.items():
                await asyncio.to_thread(write_whole, path, text)
            raise

    def _edit(
        self, edits: Sequence[Edit], patches: Sequence[Patch], author: Author, message: str
    ) -> tuple[dict[Path, str], str]:
        """The contents before of what was edited, and the commit that holds it, if there is one."""
        files = [*self._place.sentences.glob("*.yml"), *(self._place.root / patch.file for patch in patches)]
        committable = self._history.committable(sorted(set(files)))
        before = self.sentences.change(edits) if edits else apply_patches(self._place, patches)
        if not before or not committable.issuperset(before):
            return before, ""
        return before, self._history.commit(list(before), author, message)

    async def _intents_by_text(self) -> dict[str, str]:
        sentences = await asyncio.to_thread(self.sentences.read)
        return {_plain(each.line): each.intent for each in sentences}


def _plain(line: str) -> str:
    return same(unmarked(line)[0])


def _inverse(change: TrainingChange) -> list[Edit]:
    """The edits that take a change back."""
    match change.kind:
        case ChangeKind.LABELLED if change.line:
            return [Remove(change.intent, change.line)]
        case ChangeKind.MOVED:
            return [Remove(change.intent, change.line), Add(change.intent_before, change.line_before)]
        case ChangeKind.REMOVED:
            return [Add(change.intent_before, change.line_before)]
        case ChangeKind.MARKED:
            return [Rewrite(change.intent, change.line, change.line_before)]
        case _:
            return []


def _change(
    kind: ChangeKind,
    *,
    intent: str = "",
    intent_before: str = "",
    line: str = "",
    line_before: str = "",
    file: str = "",
) -> TrainingChange:
    return TrainingChange(
        kind=kind, intent=intent, intent_before=intent_before, line=line, line_before=line_before, file=file
    )
