"""Referrals: each customer's code, and the friends who came with it."""

import sqlalchemy as sa
from alembic import op

revision = "0225"
down_revision = "0220"
branch_labels = None
depends_on = None

_MOMENT = sa.TIMESTAMP(timezone=True)
_STATUSES = ("open", "rewarded", "refused")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "referral_codes",
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("created_at", _MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_referral_codes_customer_id_customers")
        ),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_referral_codes")),
        sa.UniqueConstraint("code", name=op.f("uq_referral_codes_code")),
    )
    op.create_table(
        "referrals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referrer_id", sa.String(), nullable=False),
        sa.Column("friend_id", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(*_STATUSES, name="referralstatus", native_enum=False, length=32, create_constraint=True),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.Column("claimed_at", _MOMENT, nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("settled_at", _MOMENT, nullable=True),
        sa.CheckConstraint("referrer_id <> friend_id", name=op.f("ck_referrals_not_oneself")),
        sa.ForeignKeyConstraint(
            ["friend_id"], ["customers.id"], name=op.f("fk_referrals_friend_id_customers")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_referrals_order_id_orders")),
        sa.ForeignKeyConstraint(
            ["referrer_id"], ["customers.id"], name=op.f("fk_referrals_referrer_id_customers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referrals")),
        sa.UniqueConstraint("friend_id", name=op.f("uq_referrals_friend_id")),
        sa.UniqueConstraint("order_id", name=op.f("uq_referrals_order_id")),
    )
    op.create_index(op.f("ix_referrals_referrer_id"), "referrals", ["referrer_id"])
    op.create_index(
        "ix_referrals_open", "referrals", ["claimed_at"], postgresql_where=sa.text("status = 'open'")
    )

    op.add_column("checkouts", sa.Column("friend_code", sa.String(), nullable=True))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("checkouts", "friend_code")
    op.drop_table("referrals")
    op.drop_table("referral_codes")
