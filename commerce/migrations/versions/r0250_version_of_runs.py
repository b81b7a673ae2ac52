"""Which version of a product a journey is about: the one that came back or costs less."""

import sqlalchemy as sa
from alembic import op

revision = "0250"
down_revision = "0228"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("journey_runs", sa.Column("sku", sa.String(), nullable=True))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("journey_runs", "sku")
