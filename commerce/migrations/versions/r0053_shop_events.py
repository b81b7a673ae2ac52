"""What shoppers did in the shop."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

_KINDS = (
    "'product_viewed', 'added_to_cart', 'checkout_started', 'order_placed', 'shipment_updated', 'searched',"
    " 'result_clicked'"
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "shop_events",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=True),
        sa.Column("conversation_id", sa.Uuid(), nullable=True),
        sa.Column("product_id", sa.String(), nullable=True),
        sa.Column("details", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column(
            "received_at", sa.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint(f"kind IN ({_KINDS})", name=op.f("ck_shop_events_eventkind")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_shop_events_customer_id")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_shop_events_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_shop_events_product_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_events")),
    )
    op.create_index(op.f("ix_shop_events_customer_id"), "shop_events", ["customer_id"])
    op.create_index(op.f("ix_shop_events_conversation_id"), "shop_events", ["conversation_id"])
    op.create_index("ix_shop_events_kind_at", "shop_events", ["kind", "at"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("shop_events")
