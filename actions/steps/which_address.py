"""The step that takes a postal address: whole, in parts, or one that is on file; the core checks it."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from actions.engine.flow import Ask, CarefulStep, Outcome, Progress
from actions.language.address_corrections import corrected_address, corrected_at_summary, postcode_alone
from actions.language.addresses import parse_address, parse_field
from actions.language.said import SILENCE, Said
from actions.language.same_as import source_in
from actions.language.towns import is_british
from actions.language.units import asks_for_unit
from actions.steps.same_as import lender, without_scope
from actions.turn.shop import Turn
from actions.wording.quick_replies import quick_reply
from actions.wording.responses import Button
from commerce.customers.addresses import (
    AddressProblem,
    InvalidAddress,
    default_address,
    require_postcode_of_region,
    served_address,
)
from commerce.customers.models import (
    Address,
)
from commerce.customers.postcodes import regions_of
from commerce.customers.profile import saved_addresses
from commerce.postal import PostalAddress

_ORDER = ("line1", "city", "region", "postcode", "country", "line2")
_FIELD = re.compile(r"^utter_(?:request|wrong|unlike)_address_(?P<name>\w+?)(?:_again)?$")
_ON_FILE = re.compile(
    r"\b(default|saved|usual|registered|account|home)\b.{0,12}\baddress\b"
    r"|\baddress\b.{0,12}\b(on file|in my account)\b|^\W*(to )?(my )?home\W*$",
    re.IGNORECASE,
)
_ZIP = re.compile(r"\d{5}(?:-\d{4})?")
_OTHER_TALK = re.compile(
    r"\?|^\W*(?:what|where|when|who|why|how|can|could|do|does|is|are|talk|speak|show|cancel|track|return|help"
    r"|i want|never|stop|forget)\b",
    re.IGNORECASE,
)

_STREET = re.compile(r"^(?!.*\bsame\b)(?:.*\d|\w+\W+\w+\W+\w+)", re.IGNORECASE)
_ASKS_PRESENT = re.compile(
    r"\b(?:what|which|where)(?:'?s|’s)?\b.{0,40}\b(?:address|going|goes|sent|set|shipped|have|on file)\b"
    r"|\bwhere (?:does|is|will) (?:it|my order|the order|this) (?:go|going|be sent)\b",
    re.IGNORECASE,
)

_ANY_STREET = {"line1": "1 Any Street"}

Present = Callable[[Turn], Awaitable[PostalAddress | None]]


class WhichAddress(CarefulStep):
    """Fills the slot `address` with the fields of a `PostalAddress` that passes the core's checks.

    `present` is the address there is now: a correction of its apartment, house number or postcode keeps the
    rest of it, and its country is taken where none is named.
    """

    slots = ("address",)

    def __init__(self, present: Present) -> None:
        self._present = present

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Merge what the message states, then ask for the first field that is missing or wrong."""
        present = await self._present(turn)
        saved = await saved_addresses(turn.session, turn.shopper)
        if present is not None and _asks_present(turn.said, progress):
            turn.say("utter_present_address", address=str(present))
            turn.is_heard, turn.said = True, SILENCE
        given = dict(turn.get("address") or {})
        known = present.as_dict() if present else {}
        others = [each for each in saved if each.postal != present]
        stated = await _lent(turn, progress) or _chosen(turn.said, others, progress)
        stated = stated or self._stated(turn.said, progress, given or known)
        fields = _merged(given, stated, known)
        if stated and fields != given:
            turn.set("address", fields)
        if "line1" in fields and _wants_unit(turn.said, progress):
            return _ask("utter_request_address_line2")
        return await self._missing(turn, progress, fields, present, others)

    def hears(self, said: Said, progress: Progress) -> bool:
        """An address, or an answer to the open question for a part of one."""
        if said.is_payload:
            return False
        if self.claims(said, progress) or _asks_present(said, progress):
            return True
        asked = progress.asked == "address" and said.intent not in ("ask_human", "help")
        return asked and len(said.text.split()) <= 6 and not _OTHER_TALK.search(said.text)

    def claims(self, said: Said, progress: Progress) -> bool:
        """A street with its number is nothing else, nor is the address of another order, nor an apartment."""
        if said.is_payload:
            return False
        is_address = "line1" in parse_address(said.text) and "?" not in said.text
        is_put_right = (
            progress.asked in ("address", "confirmed")
            and "?" not in said.text
            and bool(corrected_address(said.text, _ANY_STREET))
        )
        present = progress.memory.get("told_address")
        is_put_right |= bool(progress.is_summarised and present and corrected_at_summary(said.text, present))
        return (
            is_address or is_put_right or bool(source_in(said.text, "address")) or _wants_unit(said, progress)
        )

    def _stated(self, said: Said, progress: Progress, known: dict[str, str]) -> dict[str, str]:
        if said.is_payload or said.is_silent:
            return {}
        said = replace(said, text=without_scope(said.text))
        field = _FIELD.match(progress.question or "") if progress.asked == "address" else None
        is_whole = field is not None and field["name"] == "whole"
        if is_whole and (postcode := postcode_alone(said.text)):
            return _moved_nearby(known, postcode)
        whole = parse_address(said.text)
        corrected = corrected_address(said.text, known) if "line1" not in whole else {}
        if progress.is_summarised and not (corrected or whole):
            corrected = corrected_at_summary(said.text, known)
        if corrected or whole:
            return corrected or whole
        is_answer = self.hears(said, progress) and said.intent not in ("affirm", "deny")
        # A town or a name alone is no street.
        if field is None or not is_answer or (is_whole and not _STREET.search(said.text)):
            return {}
        return parse_field("line1" if is_whole else field["name"], said.text)

    async def _missing(
        self,
        turn: Turn,
        progress: Progress,
        fields: dict[str, str],
        present: PostalAddress | None,
        saved: list[Address],
    ) -> Outcome:
        if not fields:
            return _ask("utter_request_address_whole", buttons=_buttons(saved))
        complete = _completed(fields, present)
        try:
            address = await served_address(turn.session, complete)
            lent = progress.memory.get("lent_place") == [address.region, address.postcode]
            if not (lent or _is_on_file(address, present, saved)):
                require_postcode_of_region(address)
        except InvalidAddress as refusal:
            name = min(refusal.errors, key=_ORDER.index)
            error = refusal.errors[name]
            values = {
                "value": complete.get(name, ""),
                "line1": complete.get("line1", ""),
                "region": complete.get("region", ""),
                "example": error.example or "",
            }
            if error.problem is AddressProblem.IN_OTHER_REGION:  # which of the two is wrong, only they know
                return _ask("utter_unlike_address_postcode", values)
            kept = {key: value for key, value in fields.items() if key not in refusal.errors}
            turn.set("address", (None if error.problem is AddressProblem.NOT_SERVED else kept) or None)
            if error.problem is AddressProblem.NOT_SERVED:
                return _ask("utter_request_address_not_served", values, _buttons(saved))
            kind = "request" if error.problem is AddressProblem.MISSING else "wrong"
            return _ask(f"utter_{kind}_address_{name}", values)
        turn.set("address", address.as_dict())
        progress.memory["told_address"] = address.as_dict()
        return None


async def own_address(turn: Turn) -> PostalAddress | None:
    """Return where the shopper's parcels go unless they say otherwise."""
    return await default_address(turn.session, turn.shopper.verified_customer())


def _ask(response: str, values: Mapping[str, Any] | None = None, buttons: list[Button] | None = None) -> Ask:
    return Ask("address", response, again=f"{response}_again", values=values or {}, buttons=buttons or [])


def _asks_present(said: Said, progress: Progress) -> bool:
    """Whether it is asked, where the new address is, which one there is now."""
    is_question = progress.asked == "address" and not (said.is_payload or said.is_silent)
    return is_question and _ASKS_PRESENT.search(said.text) is not None


def _wants_unit(said: Said, progress: Progress) -> bool:
    """Whether an apartment is spoken of, and not which: "ok, what about the apartment number"."""
    return progress.asked in ("address", "confirmed") and not said.is_payload and asks_for_unit(said.text)


def _completed(fields: Mapping[str, str], present: PostalAddress | None) -> dict[str, str]:
    """`fields` with the country they are likely in, and the region that the postcode tells."""
    country = fields.get("country") or _likely_country(fields, present)
    regions = regions_of(country, fields.get("postcode", ""))
    told = {"region": regions[0]} if len(regions) == 1 else {}
    return told | dict(fields) | {"country": country}


def _moved_nearby(known: Mapping[str, str], postcode: Mapping[str, str]) -> dict[str, str]:
    """The known address with the postcode that alone was said; empty where that is of another place."""
    country = postcode.get("country") or known.get("country", "")
    regions = regions_of(country, postcode["postcode"])
    is_near = country == known.get("country") and (not regions or known.get("region") in regions)
    return {**known, **postcode} if "line1" in known and is_near else {}


def _likely_country(fields: Mapping[str, str], present: PostalAddress | None) -> str:
    """By the shape of the postcode, the town, or the country there is now."""
    now = present.country if present else ""
    if _ZIP.fullmatch(fields.get("postcode", "")):
        return "US" if now in ("", "CA", "GB") else now
    if not fields.keys() & {"postcode", "region"} and is_british(fields.get("city", "")):
        return "GB"
    return now


def _is_on_file(address: PostalAddress, present: PostalAddress | None, saved: list[Address]) -> bool:
    """Whether its place is one that is on file, right or not."""
    on_file = [*([present] if present else []), *(each.postal for each in saved)]
    return (address.region, address.postcode) in {(each.region, each.postcode) for each in on_file}


def _merged(given: dict[str, str], stated: dict[str, str], known: dict[str, str]) -> dict[str, str]:
    """`given` with what was stated; another street is another address, an apartment alone is not."""
    if stated.get("line1") and given.get("line1") and {"city", "postcode"} & stated.keys():
        return stated
    if stated.keys() == {"line2"} and not given:
        return known | stated
    return given | stated


async def _lent(turn: Turn, progress: Progress) -> dict[str, str]:
    """The address of another order or of a return, named as the new one; said where it is not found."""
    if "line1" in parse_address(without_scope(turn.said.text)):
        return {}
    if order := await lender(turn, "address"):
        progress.memory["lent_place"] = [order.address.region, order.address.postcode]
        return order.address.as_dict()
    if not turn.said.is_payload and (source := source_in(turn.said.text, "address")):
        if progress.memory.get("told_unlent") != source["of"]:
            turn.say("utter_unfound", what=source["of"].strip())
        progress.memory["told_unlent"] = source["of"]
    return {}


def _chosen(said: Said, saved: list[Address], progress: Progress) -> dict[str, str]:
    """An address on file that was pressed or is meant by "my home address"."""
    pressed = said.first("saved_address")
    for each in saved:
        if pressed == str(each.id):
            return each.postal.as_dict()
    is_whole = not said.is_payload and "line1" not in parse_address(said.text)
    if is_whole and progress.asked in (None, "address") and _ON_FILE.search(said.text):
        return next((each.postal.as_dict() for each in saved if each.is_default), {})
    return {}


def _buttons(saved: list[Address]) -> list[Button]:
    return [quick_reply(str(each.postal), "inform", saved_address=str(each.id)) for each in saved[:3]]
