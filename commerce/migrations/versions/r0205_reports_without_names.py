"""What payment providers report is kept without what names anybody, and until it is handled."""

import json

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0205"
down_revision = "0043"
branch_labels = None
depends_on = None

_OF_THING = ("object", "id", "status", "failure_reason", "payment_intent", "amount", "currency", "reason")


def _facts_of(body: str) -> str:
    """What stays of a report that waits, as JSON that a database takes."""
    event = json.loads(body)
    thing = event["data"]["object"]
    facts = {name: thing[name] for name in _OF_THING if thing.get(name) is not None}
    facts |= {"attempt": (thing.get("metadata") or {}).get("attempt"), "created": event["created"]}
    return json.dumps(facts).replace("\\u0000", "")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("provider_events", sa.Column("facts", postgresql.JSONB(), nullable=True))
    waiting = op.get_bind().execute(
        sa.text("SELECT provider, id, body FROM provider_events WHERE handled_at IS NULL")
    )
    for provider, event, body in waiting.all():
        keep = sa.text("UPDATE provider_events SET facts = :facts WHERE provider = :provider AND id = :id")
        op.get_bind().execute(keep, {"facts": _facts_of(body), "provider": provider, "id": event})
    op.drop_column("provider_events", "body")
    op.create_check_constraint(
        op.f("ck_provider_events_handled_is_forgotten"),
        "provider_events",
        "handled_at IS NULL OR facts IS NULL",
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_constraint(op.f("ck_provider_events_handled_is_forgotten"), "provider_events")
    op.drop_column("provider_events", "facts")
    op.add_column("provider_events", sa.Column("body", sa.String(), nullable=False, server_default="{}"))
