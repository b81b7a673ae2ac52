"""The lowest price of the 30 days before a reduction, which the law of some countries wants told."""

import sqlalchemy as sa
from alembic import op

revision = "0221"
down_revision = "0236"
branch_labels = None
depends_on = None

# In the database, so that no way by which a price is changed can forget it. A further reduction keeps the
# price before the first one; a price that rises again ends it.
_KEEP = """
CREATE FUNCTION keep_lowest_price() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.currency <> OLD.currency OR NEW.price_minor > OLD.price_minor THEN
        NEW.lowest_before_minor := NULL;
    ELSIF OLD.lowest_before_minor IS NULL THEN
        SELECT least(OLD.price_minor, min(old_minor)) INTO NEW.lowest_before_minor FROM price_changes
        WHERE sku = OLD.sku AND changed_at >= now() - interval '30 days';
    END IF;
    RETURN NEW;
END $$
"""
_KEPT = """
CREATE TRIGGER keep_lowest_price BEFORE UPDATE OF price_minor, currency ON variants FOR EACH ROW
WHEN (OLD.price_minor <> NEW.price_minor OR OLD.currency <> NEW.currency)
EXECUTE FUNCTION keep_lowest_price()
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("variants", sa.Column("lowest_before_minor", sa.BigInteger(), nullable=True))
    op.execute(_KEEP)
    op.execute(_KEPT)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP TRIGGER keep_lowest_price ON variants")
    op.execute("DROP FUNCTION keep_lowest_price()")
    op.drop_column("variants", "lowest_before_minor")
