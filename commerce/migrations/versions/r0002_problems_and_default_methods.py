"""Problem reports, and a payment method that is proposed first."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "problem_reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("order_line_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "damaged_item",
                "wrong_item",
                "missing_item",
                "lost_parcel",
                "late_order",
                name="problemkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("photos", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "remedy",
            sa.Enum(
                "replacement",
                "refund",
                "refund_shipping",
                "store_credit",
                name="remedy",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "manual_review",
                "resolved",
                name="problemstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("review_reason", sa.String(), nullable=True),
        sa.Column("refund_minor", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "(order_line_id IS NULL) = (kind = 'late_order')",
            name=op.f("ck_problem_reports_line_unless_late"),
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_problem_reports_quantity_positive")),
        sa.CheckConstraint("refund_minor >= 0", name=op.f("ck_problem_reports_refund_not_negative")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_problem_reports_order_id")),
        sa.ForeignKeyConstraint(
            ["order_line_id"], ["order_lines.id"], name=op.f("fk_problem_reports_order_line_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem_reports")),
    )
    op.create_index(op.f("ix_problem_reports_order_id"), "problem_reports", ["order_id"], unique=False)
    op.create_index(
        "uq_problem_reports_late",
        "problem_reports",
        ["order_id"],
        unique=True,
        postgresql_where=sa.text("kind = 'late_order'"),
    )
    op.create_index("uq_problem_reports_line", "problem_reports", ["order_line_id"], unique=True)
    op.add_column(
        "payment_methods",
        sa.Column("is_default", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.create_index(
        "uq_payment_methods_default",
        "payment_methods",
        ["customer_id"],
        unique=True,
        postgresql_where=sa.text("is_default"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index(
        "uq_payment_methods_default", table_name="payment_methods", postgresql_where=sa.text("is_default")
    )
    op.drop_column("payment_methods", "is_default")
    op.drop_index("uq_problem_reports_line", table_name="problem_reports")
    op.drop_index(
        "uq_problem_reports_late",
        table_name="problem_reports",
        postgresql_where=sa.text("kind = 'late_order'"),
    )
    op.drop_index(op.f("ix_problem_reports_order_id"), table_name="problem_reports")
    op.drop_table("problem_reports")
