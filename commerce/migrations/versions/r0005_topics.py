"""Which topics a help passage answers, and handing over a topic that the bot cannot settle."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ESCALATIONS = "escalation IN ('asked', 'not_understood', 'policy', 'no_answer', {}'failure')"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(
        "help_passages",
        sa.Column("topics", postgresql.ARRAY(sa.String()), server_default=sa.text("'{}'"), nullable=False),
    )
    _allow("'not_served', ")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("UPDATE handoffs SET escalation = 'no_answer' WHERE escalation = 'not_served'")
    _allow("")
    op.drop_column("help_passages", "topics")


def _allow(more: str) -> None:
    op.drop_constraint(op.f("ck_handoffs_escalation"), "handoffs", type_="check")
    op.create_check_constraint(op.f("ck_handoffs_escalation"), "handoffs", _ESCALATIONS.format(more))
