"""Journeys about products, and the changes of prices, which the database writes down itself."""

import sqlalchemy as sa
from alembic import op

revision = "0227"
down_revision = "0235"
branch_labels = None
depends_on = None

_CHECK = "ck_journey_runs_subjectkind"
_NOTE = """
CREATE FUNCTION note_price_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO price_changes (sku, old_minor, new_minor) VALUES (NEW.sku, OLD.price_minor, NEW.price_minor);
    RETURN NULL;
END $$
"""
_NOTED = """
CREATE TRIGGER note_price_change AFTER UPDATE OF price_minor ON variants FOR EACH ROW
WHEN (OLD.price_minor IS DISTINCT FROM NEW.price_minor) EXECUTE FUNCTION note_price_change()
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "price_changes",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("old_minor", sa.BigInteger(), nullable=False),
        sa.Column("new_minor", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["sku"], ["variants.sku"], name=op.f("fk_price_changes_sku_variants"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_changes")),
    )
    op.create_index(op.f("ix_price_changes_sku"), "price_changes", ["sku", "changed_at"])
    op.create_index(op.f("ix_price_changes_changed_at"), "price_changes", ["changed_at"])
    op.execute(_NOTE)
    op.execute(_NOTED)
    _allow("cart", "order", "customer", "product")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP TRIGGER note_price_change ON variants")
    op.execute("DROP FUNCTION note_price_change")
    op.drop_table("price_changes")
    _allow("cart", "order", "customer")


def _allow(*kinds: str) -> None:
    op.drop_constraint(op.f(_CHECK), "journey_runs")
    op.create_check_constraint(op.f(_CHECK), "journey_runs", sa.column("subject_kind").in_(kinds))
