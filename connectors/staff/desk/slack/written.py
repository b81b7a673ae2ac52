"""What is written in a case's thread: what its agent writes goes to the shopper, all else is a note."""

from uuid import UUID

from commerce.attachments.files import CheckedFile
from commerce.desk.agent import CaseClosed, CaseNotFound, NotYourCase
from commerce.desk.drafts import DraftGone, put_draft, reword, withdraw_message
from commerce.desk.models import DeskDraft, DeskThread, DraftStatus
from commerce.desk.notes import keep_note
from commerce.desk.threads import source_of
from commerce.errors import CommerceError
from connectors.staff.desk.deeds import LONGEST_REPLY
from connectors.staff.desk.slack.events import Deleted, Edited, Written
from connectors.staff.desk.slack.room import Button, NotStaff, Room
from connectors.staff.desk.slack.word_deeds import WordDeeds, words_help
from connectors.staff.desk.slack.words import ForShopper, ForTeam, UnknownWord, Word, as_typed, meaning_of

TOO_LONG = f"A reply has at most {LONGEST_REPLY:,} characters: I kept it as a note."
FILES_STAY = "Files stay here with your note."
FILES_ALONE = "Your files stay in this thread: nothing went to the shopper."
WITHOUT_IT = "The shopper gets your words without it."
NOTED = "I kept that as a note for your team."


class ThreadWriting:
    """Takes in what members write, change and delete in the threads of cases."""

    def __init__(self, room: Room, words: WordDeeds) -> None:
        self._room = room
        self._words = words

    async def write(self, said: Written) -> None:
        """Take in a message. Raises SendLater, and what the database raises: Slack is to tell it again."""
        thread = await self._room.thread(said.place.channel, said.thread)
        if thread is None:
            return
        meaning = meaning_of(said.text, said.own_user)
        if isinstance(meaning, Word):
            await self._words.do(said, thread.conversation_id, meaning)
        elif isinstance(meaning, UnknownWord):
            await self._note(said, thread, meaning.text, f"I don't know !{meaning.name}. {words_help()}")
        elif isinstance(meaning, ForTeam):
            await self._note(said, thread, meaning.text, NOTED, is_own_words=True)
        else:
            await self._reply(said, thread, meaning)

    async def edit(self, edited: Edited) -> None:
        """Take in a change: of a reply on its way it is what goes out, of one that went it is told."""
        thread = await self._room.thread(edited.place.channel, edited.thread)
        if thread is None:
            return
        source = source_of(edited.place.channel, edited.thread, edited.stamp)
        meaning = meaning_of(edited.text, edited.own_user)
        try:
            async with self._room.working(edited.place, f"edit:{edited.stamp}") as desk:
                if isinstance(meaning, ForShopper) and 0 < len(meaning.text) <= LONGEST_REPLY:
                    await reword(desk, self._room.parts.drafts, source, meaning.text, self._room.undo)
                else:
                    await withdraw_message(desk, source)
                    text = as_typed(edited.text) or "(nothing)"
                    await keep_note(
                        desk.session, thread.conversation_id, text, author_id=desk.agent.id, source=source
                    )
        except NotStaff:
            return
        except DraftGone as gone:
            if gone.status is DraftStatus.SENT:
                text = "The shopper has read what you wrote before. Write again to put it right."
                self._room.whisper(edited.place, edited.thread, text)

    async def delete(self, deleted: Deleted) -> None:
        """Take in a deletion: a reply on its way stays here; one that went out is out."""
        if deleted.thread is None or not deleted.place.user:
            return
        source = source_of(deleted.place.channel, deleted.thread, deleted.stamp)
        try:
            async with self._room.working(deleted.place, f"delete:{deleted.stamp}") as desk:
                await withdraw_message(desk, source)
        except NotStaff:
            return
        except DraftGone as gone:
            if gone.status is DraftStatus.SENT:
                text = "That had gone to the shopper already. Write again to put it right."
                self._room.whisper(deleted.place, deleted.thread, text)

    async def _reply(self, said: Written, thread: DeskThread, meaning: ForShopper) -> None:
        if not meaning.text and not said.files:
            return
        if self._room.notes_only:
            await self._note(said, thread, meaning.text, f"{NOTED} Replies go by the button.")
            return
        if len(meaning.text) > LONGEST_REPLY:
            await self._note(said, thread, meaning.text, TOO_LONG)
            return
        try:
            files = await self._files(said, meaning.text)
            if not meaning.text and not files:
                return
            async with self._room.working(said.place, said.stamp) as desk:
                draft = await put_draft(
                    desk,
                    self._room.parts.drafts,
                    thread.conversation_id,
                    source_of(said.place.channel, said.thread, said.stamp),
                    meaning.text,
                    files=files,
                    wait=self._room.undo,
                )
        except NotStaff:
            await self._note(said, thread, meaning.text, NOTED)
        except (CaseClosed, NotYourCase) as refusal:
            await self._note(said, thread, meaning.text, self._not_yours(refusal), take_over=thread)
        except CaseNotFound:
            return  # forgotten since
        else:
            if draft is not None:
                self._offer_undo(said, draft)

    async def _files(self, said: Written, text: str) -> list[CheckedFile]:
        """The files that may go to the shopper; of others their writer is told why. Raises NotStaff."""
        if not said.files:
            return []
        await self._room.member(said.place)  # nothing is fetched for strangers
        files, refusals = await self._room.files.fetched(said.files)
        for refusal in refusals:
            told = f"{refusal[:1].upper()}{refusal[1:]}."
            self._room.whisper(said.place, said.thread, f"{told} {WITHOUT_IT}" if text else told)
        return files

    def _offer_undo(self, said: Written, draft: DeskDraft) -> None:
        if not self._room.undo:
            return
        text = f"Goes to the shopper in {int(self._room.undo.total_seconds())} seconds."
        buttons = [("Undo", "undo", str(draft.id)), ("Make it a note", "noted", str(draft.id))]
        self._room.whisper(said.place, said.thread, text, buttons)

    @staticmethod
    def _not_yours(refusal: CommerceError) -> str:
        if isinstance(refusal, CaseClosed):
            return f"{NOTED} The assistant has this conversation: take it over to write to the shopper."
        return f"{NOTED} To write to the shopper, claim the case first."

    async def _note(
        self,
        said: Written,
        thread: DeskThread,
        text: str,
        told: str,
        *,
        take_over: DeskThread | None = None,
        is_own_words: bool = False,
    ) -> None:
        """Keep words for the team, and tell their writer so."""
        buttons: list[Button] = []
        if take_over is not None:
            buttons.append(("Take over", "claim", str(thread.conversation_id)))
        if not text:
            if said.files:
                told = f"{FILES_ALONE}{told.removeprefix(NOTED)}"
                self._room.whisper(said.place, said.thread, told, buttons)
            return
        if said.files:
            self._room.whisper(said.place, said.thread, FILES_STAY)
        source = source_of(said.place.channel, said.thread, said.stamp)
        author_id, author_name = await self._author(said)
        async with self._room.parts.sessions.begin() as session:
            is_new = await keep_note(
                session,
                thread.conversation_id,
                text,
                author_id=author_id,
                author_name=author_name,
                source=source,
            )
        if not is_new or author_id is None:
            return
        if is_own_words:
            buttons.append(("Send it to the shopper", "reply_with", f"{thread.conversation_id} {said.stamp}"))
        self._room.whisper(said.place, said.thread, told, buttons)

    async def _author(self, said: Written) -> tuple[UUID | None, str | None]:
        try:
            return (await self._room.member(said.place)).id, None
        except NotStaff:
            return None, f"{said.place.user} in Slack"
