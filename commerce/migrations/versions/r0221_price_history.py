"""What variants cost before: each change of a price, and the lowest price before a reduction."""

import sqlalchemy as sa
from alembic import op

revision = "0221"
down_revision = "0235"
branch_labels = None
depends_on = None

# In the database, so that no way by which a price is changed can forget it. A further reduction keeps the
# price before the first one; a price that rises again ends it.
_NOTE = """
CREATE FUNCTION note_price_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO price_changes (sku, price_minor, currency, until)
    VALUES (OLD.sku, OLD.price_minor, OLD.currency, now());
    IF NEW.currency <> OLD.currency OR NEW.price_minor > OLD.price_minor THEN
        NEW.lowest_before_minor := NULL;
    ELSIF OLD.lowest_before_minor IS NULL THEN
        SELECT min(price_minor) INTO NEW.lowest_before_minor FROM price_changes
        WHERE sku = OLD.sku AND currency = OLD.currency AND until >= now() - interval '30 days';
    END IF;
    RETURN NEW;
END $$
"""
_TRIGGER = """
CREATE TRIGGER note_price_change BEFORE UPDATE OF price_minor, currency ON variants FOR EACH ROW
WHEN (OLD.price_minor <> NEW.price_minor OR OLD.currency <> NEW.currency)
EXECUTE FUNCTION note_price_change()
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("variants", sa.Column("lowest_before_minor", sa.BigInteger(), nullable=True))
    op.create_table(
        "price_changes",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("until", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["sku"], ["variants.sku"], name=op.f("fk_price_changes_sku"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_changes")),
    )
    op.create_index(op.f("ix_price_changes_sku_price_changes_until"), "price_changes", ["sku", "until"])
    op.execute(_NOTE)
    op.execute(_TRIGGER)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP TRIGGER note_price_change ON variants")
    op.execute("DROP FUNCTION note_price_change()")
    op.drop_table("price_changes")
    op.drop_column("variants", "lowest_before_minor")
