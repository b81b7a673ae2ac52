"""One open cart for each anonymous conversation, the price of things when put in, and the codes on it."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_index(
        "uq_carts_open_guest",
        "carts",
        ["conversation_id"],
        unique=True,
        postgresql_where=sa.text("status = 'open' AND customer_id IS NULL"),
    )
    op.add_column("cart_lines", sa.Column("price_minor", sa.BigInteger(), nullable=True))
    op.create_table(
        "cart_codes",
        sa.Column("cart_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("added_at", sa.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["cart_id"], ["carts.id"], name=op.f("fk_cart_codes_cart_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("cart_id", "code", name=op.f("pk_cart_codes")),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("cart_codes")
    op.drop_column("cart_lines", "price_minor")
    op.drop_index("uq_carts_open_guest", "carts")
