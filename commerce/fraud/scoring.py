"""Finds what may be counted against an account, in one statement, and weighs it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.fraud.rules import Score, Signal, fraud_rules, score_of

_FACTS = text("""
WITH home AS (
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
        AND replaced_at > CAST(:now AS timestamptz) - interval '7 days') AS contact_changed,
    (SELECT coalesce(sum(wrong_guesses), 0) FROM one_time_codes WHERE customer_id = :customer
        AND created_at > CAST(:now AS timestamptz) - interval '1 day') AS codes_failed,
    (SELECT count(*) FROM placed WHERE placed_at > CAST(:now AS timestamptz) - interval '7 days'
        AND EXISTS (SELECT FROM placed WHERE placed_at <= CAST(:now AS timestamptz) - interval '7 days')
        AND country NOT IN (
            SELECT country FROM placed WHERE placed_at <= CAST(:now AS timestamptz) - interval '7 days'
        )) AS new_country,
    (SELECT count(*) FROM here WHERE network IS NOT NULL
        AND EXISTS (SELECT FROM conversations WHERE customer_id = :customer AND network <> here.network)
        AND NOT EXISTS (SELECT FROM conversations WHERE customer_id = :customer
            AND network = here.network AND id <> :conversation)) AS new_network,
    (SELECT count(DISTINCT conversations.customer_id) FROM conversations, here
        WHERE conversations.network = here.network AND conversations.customer_id <> :customer
            AND conversations.created_at > CAST(:now AS timestamptz) - interval '1 day') AS network_shared,
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
        AND created_at > CAST(:now AS timestamptz) - interval '90 days') AS returns,
    (SELECT coalesce(100 * count(*) / nullif((
            SELECT count(*) FROM placed WHERE placed_at > CAST(:now AS timestamptz) - interval '90 days'
        ), 0), 0) FROM return_requests WHERE order_id IN (SELECT id FROM theirs)
        AND status NOT IN ('refused', 'cancelled')
        AND created_at > CAST(:now AS timestamptz) - interval '90 days') AS returned_share,
    (SELECT count(*) FROM problems
        WHERE created_at > CAST(:now AS timestamptz) - interval '90 days') AS made_good,
    (SELECT count(*) FROM problems WHERE kind IN ('lost_parcel', 'missing_item')
        AND created_at > CAST(:now AS timestamptz) - interval '180 days') AS never_arrived,
    (SELECT count(*) FROM audit_entries WHERE created_at > CAST(:now AS timestamptz) - interval '10 minutes'
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


async def facts(
    session: AsyncSession, customer_id: str, now: datetime, conversation_id: UUID | None = None
) -> dict[Signal, int]:
    """Find the number of every signal."""
    given = {"customer": customer_id, "conversation": conversation_id, "now": now}
    row = (await session.execute(_FACTS, given)).one()
    return {Signal(name): int(number) for name, number in row._mapping.items()}
