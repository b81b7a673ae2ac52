"""Finds what may be counted against an account, in one statement, and weighs it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.fraud.rules import Score, Signal, fraud_rules, score_of
from commerce.locks.standing import released_locks

_SHARED = (Signal.CARD_SHARED, Signal.ADDRESS_SHARED, Signal.PHONE_SHARED)  # which have no date

_FACTS = text("""
WITH since AS (
    SELECT greatest(now - interval '10 minutes', since) AS minutes,
        greatest(now - interval '1 day', since) AS day,
        greatest(now - interval '7 days', since) AS week,
        greatest(now - interval '90 days', since) AS quarter,
        greatest(now - interval '180 days', since) AS half
    FROM (SELECT CAST(:now AS timestamptz) AS now, CAST(:since AS timestamptz) AS since) AS given
), home AS (
    SELECT lower(line1) AS line1, upper(replace(postcode, ' ', '')) AS postcode FROM addresses
    WHERE customer_id = :customer AND is_default
), here AS (
    SELECT network, customer_id FROM conversations WHERE id = :conversation AND customer_id = :customer
), placed AS (
    SELECT shipping_address ->> 'country' AS country, placed_at FROM orders
    WHERE customer_id = :customer AND status <> 'cancelled' AND placed_at IS NOT NULL
), theirs AS (SELECT id FROM orders WHERE customer_id = :customer), problems AS (
    SELECT kind, status, created_at FROM problem_reports
    WHERE order_id IN (SELECT id FROM theirs) AND order_line_id IS NOT NULL AND status <> 'declined'
)
SELECT
    (SELECT count(*) FROM former_contacts WHERE customer_id = :customer
        AND replaced_at > (SELECT week FROM since)) AS contact_changed,
    (SELECT coalesce(sum(wrong_guesses), 0) FROM one_time_codes WHERE customer_id = :customer
        AND created_at > (SELECT day FROM since)) AS codes_failed,
    (SELECT count(*) FROM placed WHERE placed_at > (SELECT week FROM since)
        AND EXISTS (SELECT FROM placed WHERE placed_at <= (SELECT week FROM since))
        AND country NOT IN (
            SELECT country FROM placed WHERE placed_at <= (SELECT week FROM since)
        )) AS new_country,
    (SELECT count(*) FROM here WHERE network IS NOT NULL
        AND EXISTS (SELECT FROM conversations WHERE customer_id = :customer AND network <> here.network)
        AND NOT EXISTS (SELECT FROM conversations WHERE customer_id = :customer
            AND network = here.network AND id <> :conversation)) AS new_network,
    (SELECT count(DISTINCT conversations.customer_id) FROM conversations, here
        WHERE conversations.network = here.network AND conversations.customer_id <> :customer
            AND conversations.created_at > (SELECT day FROM since)) AS network_shared,
    (SELECT count(DISTINCT other.customer_id) FROM home
        JOIN addresses ON upper(replace(addresses.postcode, ' ', '')) = home.postcode
            AND addresses.customer_id <> :customer
        JOIN payment_methods AS other ON other.customer_id = addresses.customer_id
        JOIN payment_methods AS own ON own.customer_id = :customer AND own.kind = other.kind
            AND own.brand = other.brand AND own.last_four = other.last_four) AS card_shared,
    (SELECT count(DISTINCT addresses.customer_id) FROM home
        JOIN addresses ON upper(replace(addresses.postcode, ' ', '')) = home.postcode
            AND lower(addresses.line1) = home.line1 AND addresses.customer_id <> :customer
    ) AS address_shared,
    (SELECT count(*) FROM customers AS other JOIN customers AS own ON own.phone = other.phone
        WHERE own.id = :customer AND other.id <> :customer) AS phone_shared,
    (SELECT count(*) FROM return_requests WHERE order_id IN (SELECT id FROM theirs)
        AND status NOT IN ('refused', 'cancelled')
        AND created_at > (SELECT quarter FROM since)) AS returns,
    (SELECT coalesce(100 * count(*) / nullif((
            SELECT count(*) FROM placed WHERE placed_at > (SELECT quarter FROM since)
        ), 0), 0) FROM return_requests WHERE order_id IN (SELECT id FROM theirs)
        AND status NOT IN ('refused', 'cancelled')
        AND created_at > (SELECT quarter FROM since)) AS returned_share,
    (SELECT count(*) FROM problems
        WHERE created_at > (SELECT quarter FROM since)) AS made_good,
    (SELECT count(*) FROM problems WHERE kind IN ('lost_parcel', 'missing_item')
        AND created_at > (SELECT half FROM since)) AS never_arrived,
    (SELECT count(*) FROM audit_entries WHERE created_at > (SELECT minutes FROM since)
        AND actor_kind = 'shopper' AND actor_id = :customer) AS speed
""")


async def score(
    session: AsyncSession, customer_id: str, clock: Clock, conversation_id: UUID | None = None
) -> Score:
    """Score the account as it stands; in a conversation, where it is entered from counts as well.

    Raises MalformedPolicy.
    """
    rules = await fraud_rules(session)
    return score_of(await facts(session, customer_id, clock.now(), conversation_id), rules)


async def score_to_lock(session: AsyncSession, customer_id: str, clock: Clock) -> Score:
    """Score what nobody has let pass: what came after the last release, and what is shared with more since.

    Raises MalformedPolicy.
    """
    rules, since = await fraud_rules(session), None
    let_pass: dict[str, int] = {}
    for lock in await released_locks(session, customer_id):
        since = lock.released_at
        for each in lock.reasons:
            let_pass[each["signal"]] = max(each["number"], let_pass.get(each["signal"], 0))
    found = await facts(session, customer_id, clock.now(), since=since)
    shared = {each for each in _SHARED if found[each] <= let_pass.get(each, 0)}
    return score_of({signal: number for signal, number in found.items() if signal not in shared}, rules)


async def facts(
    session: AsyncSession,
    customer_id: str,
    now: datetime,
    conversation_id: UUID | None = None,
    since: datetime | None = None,
) -> dict[Signal, int]:
    """Find the number of every signal; of what has a date, only what came after `since`."""
    given = {"customer": customer_id, "conversation": conversation_id, "now": now, "since": since}
    row = (await session.execute(_FACTS, given)).one()
    return {Signal(name): int(number) for name, number in row._mapping.items()}
