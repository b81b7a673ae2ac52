"""Promotions of several kinds, for some goods and some customers; single-use codes; what orders used."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

_KINDS = "'percentage', 'amount', 'free_delivery', 'buy_x_get_y', 'bundle', 'volume'"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _widen_promotions()
    _create_single_use_codes()
    _create_uses()
    op.add_column("customers", sa.Column("birthday", sa.Date(), nullable=True))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("customers", "birthday")
    op.drop_table("promotion_uses")
    op.drop_table("single_use_codes")
    for check in ("percentage_has_percent", "amount_has_amount", "promotionkind"):
        op.drop_constraint(op.f(f"ck_promotions_{check}"), "promotions")
    op.execute("DELETE FROM promotions WHERE kind NOT IN ('percentage', 'amount')")
    op.create_check_constraint(
        op.f("ck_promotions_one_kind_of_discount"),
        "promotions",
        "(percent_off IS NULL) <> (amount_off_minor IS NULL)",
    )
    for column in (
        "kind", "rule", "scope", "audience", "is_automatic", "is_combinable", "priority", "is_single_use",
        "most_uses", "most_uses_each",
    ):  # fmt: skip
        op.drop_column("promotions", column)


def _widen_promotions() -> None:
    op.drop_constraint(op.f("ck_promotions_one_kind_of_discount"), "promotions")
    op.add_column("promotions", sa.Column("kind", sa.String(32), server_default="percentage", nullable=False))
    op.execute("UPDATE promotions SET kind = 'amount' WHERE amount_off_minor IS NOT NULL")
    for name in ("rule", "scope", "audience"):
        op.add_column(
            "promotions",
            sa.Column(name, postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        )
    for name in ("is_automatic", "is_combinable", "is_single_use"):
        op.add_column(
            "promotions", sa.Column(name, sa.Boolean(), server_default=sa.text("false"), nullable=False)
        )
    op.add_column(
        "promotions", sa.Column("priority", sa.BigInteger(), server_default=sa.text("0"), nullable=False)
    )
    op.add_column("promotions", sa.Column("most_uses", sa.BigInteger(), nullable=True))
    op.add_column("promotions", sa.Column("most_uses_each", sa.BigInteger(), nullable=True))
    for name, check in (
        ("promotionkind", f"kind IN ({_KINDS})"),
        ("percentage_has_percent", "(kind = 'percentage') = (percent_off IS NOT NULL)"),
        ("amount_has_amount", "(kind = 'amount') = (amount_off_minor IS NOT NULL)"),
    ):
        op.create_check_constraint(op.f(f"ck_promotions_{name}"), "promotions", check)


def _create_single_use_codes() -> None:
    op.create_table(
        "single_use_codes",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("promotion_code", sa.String(), nullable=False),
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=True),
        sa.Column("held_by", sa.Uuid(), nullable=True),
        sa.Column("held_until", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["promotion_code"], ["promotions.code"], name=op.f("fk_single_use_codes_promotion_code")
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_single_use_codes_customer_id")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_single_use_codes")),
    )
    op.create_index(op.f("ix_single_use_codes_promotion_code"), "single_use_codes", ["promotion_code"])


def _create_uses() -> None:
    op.create_table(
        "promotion_uses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("promotion_code", sa.String(), nullable=False),
        sa.Column("single_use_code", sa.String(), nullable=True),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["promotion_code"], ["promotions.code"], name=op.f("fk_promotion_uses_promotion_code")
        ),
        sa.ForeignKeyConstraint(
            ["single_use_code"], ["single_use_codes.code"], name=op.f("fk_promotion_uses_single_use_code")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_promotion_uses_order_id")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_promotion_uses_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotion_uses")),
        sa.UniqueConstraint(
            "order_id", "promotion_code", name=op.f("uq_promotion_uses_order_id_promotion_code")
        ),
    )
    op.create_index(
        "uq_promotion_uses_single",
        "promotion_uses",
        ["single_use_code"],
        unique=True,
        postgresql_where=sa.text("single_use_code IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_promotion_uses_promotion_code_promotion_uses_customer_id"),
        "promotion_uses",
        ["promotion_code", "customer_id"],
    )
