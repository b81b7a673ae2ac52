"""Several reports about one line: each unit is made good once, whatever happened to the others."""

from alembic import op

revision = "0011"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("uq_problem_reports_line", table_name="problem_reports")
    op.create_index(op.f("ix_problem_reports_order_line_id"), "problem_reports", ["order_line_id"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index(op.f("ix_problem_reports_order_line_id"), table_name="problem_reports")
    op.create_index("uq_problem_reports_line", "problem_reports", ["order_line_id"], unique=True)
