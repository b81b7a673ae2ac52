"""When an e-mail that sells was opened, and its link followed."""

import sqlalchemy as sa
from alembic import op

revision = "0228"
down_revision = "0217"
branch_labels = None
depends_on = None

_COLUMNS = ("opened_at", "followed_at")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for name in _COLUMNS:
        op.add_column("mail_handovers", sa.Column(name, sa.TIMESTAMP(timezone=True), nullable=True))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for name in _COLUMNS:
        op.drop_column("mail_handovers", name)
