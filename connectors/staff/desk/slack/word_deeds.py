"""What `!` words do in a thread: what the buttons of the card do, without leaving the keyboard."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from commerce.desk.agent import CaseClosed
from commerce.desk.canned import filled, find_canned, list_canned
from commerce.desk.drafts import put_draft
from commerce.desk.marks import set_priority, set_tags
from commerce.desk.notes import keep_note
from commerce.desk.reading import colleagues, read_case
from commerce.desk.threads import source_of
from commerce.desk.working import Desk
from commerce.errors import CommerceError
from commerce.support.models import Resolution
from connectors.edge.errors import ApiError
from connectors.staff.desk.deeds import CASE_DEEDS, RESOLUTIONS, worded
from connectors.staff.desk.fields import Fields
from connectors.staff.desk.slack.events import Place, Written
from connectors.staff.desk.slack.room import STRANGER, NotStaff, Room
from connectors.staff.desk.slack.words import WORDS, Word, as_typed, duration_of, mentioned

_PRIORITIES = {"normal": 0, "high": 1, "urgent": 2, "0": 0, "1": 1, "2": 2}


class WordRefused(CommerceError):
    """A word that lacks what it takes; says what."""


class WordDeeds:
    """Does what `!` words say."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._deeds: dict[str, Callable[[Desk, UUID, Written, str], Awaitable[str]]] = {
            "note": self._note,
            "reply": self._reply,
            "claim": self._plain("claim", "It's yours."),
            "release": self._plain("release", "Back in the queue."),
            "transfer": self._transfer,
            "snooze": self._snooze,
            "tag": self._tag,
            "priority": self._priority,
            "resolve": self._resolve,
            "back": self._back,
        }

    async def do(self, said: Written, conversation_id: UUID, word: Word) -> None:
        """Do it and tell its writer what came of it. Raises SendLater and what the database raises."""
        if word.name == "help":
            self._room.whisper(said.place, said.thread, words_help())
            return
        try:
            async with self._room.working(said.place, said.stamp) as desk:
                told = await self._deeds[word.name](desk, conversation_id, said, word.rest)
        except NotStaff:
            told = STRANGER
        except CommerceError as refusal:
            told = worded(refusal)
        except ApiError as refused:
            told = f"{refused.reason[:1].upper()}{refused.reason[1:]}."
        self._room.whisper(said.place, said.thread, told)

    @staticmethod
    def _plain(name: str, told: str) -> Callable[[Desk, UUID, Written, str], Awaitable[str]]:
        async def do(desk: Desk, case: UUID, said: Written, rest: str) -> str:
            del said, rest
            await CASE_DEEDS[name](desk, case, {})
            return told

        return do

    @staticmethod
    async def _note(desk: Desk, case: UUID, said: Written, rest: str) -> str:
        source = source_of(said.place.channel, said.thread, said.stamp)
        await keep_note(desk.session, case, as_typed(rest), author_id=desk.agent.id, source=source)
        return "I kept that as a note for your team."

    async def _reply(self, desk: Desk, case: UUID, said: Written, rest: str) -> str:
        canned = await find_canned(desk.session, as_typed(rest))
        if canned is None:
            names = ", ".join(each.name for each in await list_canned(desk.session)) or "none yet"
            raise WordRefused(f"!reply takes the name of a canned reply: {names}")
        whose = await read_case(desk.session, case)
        shopper = whose.customer.called if whose.customer else ""
        text = filled(canned.text, shopper=shopper, agent=desk.agent.name, store=self._room.store_name)
        source = source_of(said.place.channel, said.thread, said.stamp)
        await put_draft(desk, self._room.parts.drafts, case, source, text, wait=self._room.undo)
        return f"Goes to the shopper: {text}"

    async def _transfer(self, desk: Desk, case: UUID, said: Written, rest: str) -> str:
        others = await colleagues(desk.session, desk.agent.id)
        user = mentioned(rest)
        if user is not None:
            wanted = await self._colleague(Place(said.place.team, user, said.place.channel))
            found = [each for each in others if each.id == wanted]
        else:
            name = as_typed(rest).lower()
            found = [each for each in others if name and each.name.lower().startswith(name)]
        if len(found) != 1:
            names = ", ".join(each.name for each in others) or "nobody else is at the desk yet"
            raise WordRefused(f"!transfer takes one colleague: {names}")
        await CASE_DEEDS["transfer"](desk, case, {"to": str(found[0].id)})
        return f"{found[0].name} has it now."

    async def _colleague(self, place: Place) -> UUID | None:
        try:
            return (await self._room.member(place)).id
        except NotStaff:
            return None

    @staticmethod
    async def _snooze(desk: Desk, case: UUID, _: Written, rest: str) -> str:
        duration = duration_of(as_typed(rest))
        if duration is None:
            raise WordRefused("!snooze takes a time, such as 30m, 2h or 3d")
        await CASE_DEEDS["snooze"](desk, case, {"minutes": str(int(duration.total_seconds()) // 60)})
        return f"Out of the way for {as_typed(rest)}, or until the shopper writes."

    @staticmethod
    async def _tag(desk: Desk, case: UUID, _: Written, rest: str) -> str:
        open_case = await read_case(desk.session, case)
        if open_case.handoff is None:
            raise CaseClosed
        await set_tags(desk, case, [*open_case.handoff.tags, *as_typed(rest).split(",")])
        return "Tagged."

    @staticmethod
    async def _priority(desk: Desk, case: UUID, _: Written, rest: str) -> str:
        priority = _PRIORITIES.get(as_typed(rest).lower())
        if priority is None:
            raise WordRefused("!priority takes normal, high or urgent")
        await set_priority(desk, case, priority)
        return "Done."

    @staticmethod
    async def _resolve(desk: Desk, case: UUID, _: Written, rest: str) -> str:
        reason, note = [*as_typed(rest).split(maxsplit=1), "", ""][:2]
        is_reason = reason.lower() in {each.value for each in RESOLUTIONS}
        typed: Fields = {
            "resolution": reason.lower() if is_reason else Resolution.SOLVED.value,
            "note": note if is_reason else as_typed(rest),
        }
        await CASE_DEEDS["resolve"](desk, case, typed)
        return "Resolved."

    @staticmethod
    async def _back(desk: Desk, case: UUID, _: Written, rest: str) -> str:
        if not rest:
            raise WordRefused("!back takes what the assistant should know")
        await CASE_DEEDS["hand-back"](desk, case, {"summary": as_typed(rest)})
        return "The assistant has it again."


def words_help() -> str:
    """The words, each with what it takes."""
    return "You can write " + "; ".join(f"!{name} {takes}".strip() for name, takes in WORDS.items()) + "."
