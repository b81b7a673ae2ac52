"""Wish lists, which their customers may share."""

import sqlalchemy as sa
from alembic import op

revision = "0217"
down_revision = "0221"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    now = sa.text("now()")
    op.create_table(
        "wishlists",
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("share_key", sa.String(), nullable=True),
        sa.Column("shows_name", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), server_default=now, nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_wishlists_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_wishlists")),
        sa.UniqueConstraint("share_key", name=op.f("uq_wishlists_share_key")),
    )
    op.create_table(
        "wishlist_items",
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("product_id", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=True),
        sa.Column("added_at", sa.TIMESTAMP(timezone=True), server_default=now, nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["wishlists.customer_id"],
            name=op.f("fk_wishlist_items_customer_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_wishlist_items_product_id")),
        sa.ForeignKeyConstraint(["sku"], ["variants.sku"], name=op.f("fk_wishlist_items_sku")),
        sa.PrimaryKeyConstraint("customer_id", "product_id", name=op.f("pk_wishlist_items")),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("wishlist_items")
    op.drop_table("wishlists")
