"""What payment providers report is kept without what names anybody, and until it is handled."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0205"
down_revision = "0043"
branch_labels = None
depends_on = None

# As json, not jsonb, and name by name: a body may hold elsewhere what jsonb refuses.
_FACTS = """
UPDATE provider_events SET facts = jsonb_strip_nulls(jsonb_build_object(
    'object', body::json #>> '{data,object,object}',
    'id', body::json #>> '{data,object,id}',
    'status', body::json #>> '{data,object,status}',
    'failure_reason', body::json #>> '{data,object,failure_reason}',
    'payment_intent', body::json #>> '{data,object,payment_intent}',
    'amount', (body::json #>> '{data,object,amount}')::bigint,
    'currency', body::json #>> '{data,object,currency}',
    'reason', body::json #>> '{data,object,reason}',
    'attempt', body::json #>> '{data,object,metadata,attempt}',
    'created', (body::json #>> '{created}')::bigint
)) WHERE handled_at IS NULL
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("provider_events", sa.Column("facts", postgresql.JSONB(), nullable=True))
    op.execute(_FACTS)
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
