"""The network a conversation was begun from; codes to nobody and to new contacts; proven numbers."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("conversations", sa.Column("network", sa.String(), nullable=True))
    op.alter_column("one_time_codes", "customer_id", existing_type=sa.String(), nullable=True)
    op.add_column(
        "one_time_codes",
        sa.Column("is_of_new_contact", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.add_column("customers", sa.Column("phone_proven_at", sa.TIMESTAMP(timezone=True), nullable=True))
    op.execute("DELETE FROM identification_attempts")  # they were kept in clear, and for a day


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("customers", "phone_proven_at")
    op.execute("DELETE FROM one_time_codes WHERE customer_id IS NULL OR is_of_new_contact")
    op.drop_column("one_time_codes", "is_of_new_contact")
    op.alter_column("one_time_codes", "customer_id", existing_type=sa.String(), nullable=False)
    op.drop_column("conversations", "network")
