"""Gift cards by the digest of their codes, and the store credit that they become."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0053"
branch_labels = None
depends_on = None

_REASONS = ("opening", "payment", "refund", "correction", "points", "goodwill")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _allow_credit_reasons(*_REASONS, "gift_card")
    op.create_table(
        "gift_cards",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code_digest", sa.String(), nullable=False),
        sa.Column("last_four", sa.String(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("issued_at", sa.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("redeemed_by", sa.String(), nullable=True),
        sa.Column("redeemed_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_gift_cards_amount_positive")),
        sa.ForeignKeyConstraint(["redeemed_by"], ["customers.id"], name=op.f("fk_gift_cards_redeemed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gift_cards")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_gift_cards_code_digest")),
    )
    op.create_index(op.f("ix_gift_cards_redeemed_by"), "gift_cards", ["redeemed_by"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("gift_cards")
    op.execute("UPDATE credit_entries SET reason = 'correction' WHERE reason = 'gift_card'")
    _allow_credit_reasons(*_REASONS)


def _allow_credit_reasons(*reasons: str) -> None:
    listed = ", ".join(f"'{reason}'" for reason in reasons)
    op.drop_constraint(op.f("ck_credit_entries_creditreason"), "credit_entries")
    op.create_check_constraint(
        op.f("ck_credit_entries_creditreason"), "credit_entries", f"reason IN ({listed})"
    )
