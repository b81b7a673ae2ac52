"""What are my points worth, what is still to come, and which tier am I in."""

import re
from typing import ClassVar

from actions.engine.flow import Flow, Outcome, Progress, Step
from actions.language.tiers import tier_named
from actions.steps.identity import Verified
from actions.turn.shop import Turn
from actions.wording.formats import on_day, points
from actions.wording.quick_replies import quick_reply
from commerce.loyalty.policy import Tier, points_value, tier_policy
from commerce.loyalty.statement import DuePoints, Movement, PointsStatement, points_statement
from commerce.orders.numbers import display_number

_HISTORY = re.compile(
    r"\b(history|statement|log|breakdown|transactions?|movements?)\b"
    r"|\b(when|what|where|how) (did|have|were) .{0,25}points?\b",
    re.IGNORECASE,
)


class CheckPoints(Flow):
    """Tells a verified shopper their balance, what is pending, what expires next, and the tier."""

    name: ClassVar[str] = "check_points"
    steps: ClassVar[tuple[Step, ...]] = (Verified("utter_offer_account_code"),)

    async def finish(self, turn: Turn, progress: Progress) -> Outcome:
        """Say it in one message; the movements where they are asked for."""
        del progress
        statement = await points_statement(turn.session, turn.shopper, clock=turn.clock)
        step = (await points_value(turn.session)).points
        named = tier_named(turn.said.text, (await tier_policy(turn.session)).tiers)
        lines = [_balance(turn, statement), *_pending(turn, statement), *_expiring(turn, statement)]
        if named is None:
            lines.append(_tier(turn, statement))
        else:
            lines.insert(0, _way_to(turn, statement, named))
        if _HISTORY.search(turn.said.text):
            lines += [_movement(turn, each) for each in statement.movements]
        buttons = [quick_reply("Redeem my points", "redeem_points")] if statement.available >= step else []
        turn.say("utter_points", told="\n".join(lines), buttons=buttons)
        return None


def _balance(turn: Turn, statement: PointsStatement) -> str:
    if statement.available < 0:
        return turn.words.phrase("utter_points_owed", points=points(-statement.available))
    if statement.available == 0:
        return turn.words.phrase("utter_points_none")
    return turn.words.phrase(
        "utter_points_balance", points=points(statement.available), worth=str(statement.worth)
    )


def _pending(turn: Turn, statement: PointsStatement) -> list[str]:
    due = statement.pending
    if not due:
        return []
    values = {"points": points(sum(each.points for each in due)), "day": _day(turn, due[-1])}
    if len(due) > 1 or due[0].order_number is None:
        return [turn.words.phrase("utter_points_pending", **values)]
    number = display_number(due[0].order_number)
    return [turn.words.phrase("utter_points_pending_of_order", number=number, **values)]


def _expiring(turn: Turn, statement: PointsStatement) -> list[str]:
    if not statement.expiring or statement.available <= 0:
        return []
    day = _day(turn, statement.expiring[0])
    going = sum(each.points for each in statement.expiring if _day(turn, each) == day)
    return [turn.words.phrase("utter_points_expiring", points=points(going), day=day)]


def _tier(turn: Turn, statement: PointsStatement) -> str:
    standing = statement.tier
    today = turn.clock.today()
    until = on_day(turn.clock.day_of(standing.until), today) if standing.until else ""
    told = turn.words.phrase(
        "utter_tier_until" if until else "utter_tier", tier=standing.tier.name, day=until
    )
    if standing.next is None:
        return told
    missing = turn.words.phrase("utter_tier_next", points=points(standing.missing), tier=standing.next.name)
    return f"{told} {missing}"


def _way_to(turn: Turn, statement: PointsStatement, tier: Tier) -> str:
    """How far it is to a tier, or that it is reached."""
    standing = statement.tier
    if tier.from_points <= standing.points or tier == standing.tier:
        return _tier(turn, statement)
    told = turn.words.phrase("utter_tier", tier=standing.tier.name)
    missing = points(tier.from_points - standing.points)
    return f"{told} {turn.words.phrase('utter_tier_next', points=missing, tier=tier.name)}"


def _movement(turn: Turn, movement: Movement) -> str:
    number = movement.order_number
    return turn.words.phrase(
        f"utter_points_{movement.reason.value}",
        day=on_day(turn.clock.day_of(movement.at), turn.clock.today()),
        points=f"{movement.points:+,}",
        order=turn.words.phrase("utter_points_of_order", number=display_number(number)) if number else "",
    )


def _day(turn: Turn, due: DuePoints) -> str:
    return on_day(turn.clock.day_of(due.at), turn.clock.today())
