"""The store's people, how they sign in, and their sessions."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "staff_members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "agent",
                "lead",
                "trainer",
                "operator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("totp_secret", sa.String(), nullable=True),
        _moment("totp_confirmed_at"),
        sa.Column("totp_step", sa.BigInteger(), nullable=True),
        sa.Column("wrong_guesses", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        _moment("locked_until"),
        sa.Column("is_on_duty", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        _moment("disabled_at"),
        _now("created_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_members")),
    )
    op.create_index("uq_staff_members_email", "staff_members", [sa.text("lower(email)")], unique=True)
    op.create_table(
        "staff_backup_codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        _moment("used_at"),
        *_of_a_member("staff_backup_codes"),
    )
    op.create_table(
        "staff_sign_in_links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        _moment("expires_at", nullable=False),
        _moment("used_at"),
        *_of_a_member("staff_sign_in_links"),
        sa.UniqueConstraint("token_hash", name=op.f("uq_staff_sign_in_links_token_hash")),
    )
    op.create_table(
        "staff_sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("csrf_token", sa.String(), nullable=False),
        sa.Column("is_complete", sa.Boolean(), nullable=False),
        sa.Column("browser", sa.String(), nullable=False),
        _now("created_at"),
        _moment("seen_at", nullable=False),
        _moment("expires_at", nullable=False),
        _moment("revoked_at"),
        *_of_a_member("staff_sessions"),
        sa.UniqueConstraint("token_hash", name=op.f("uq_staff_sessions_token_hash")),
    )
    for table in ("staff_backup_codes", "staff_sign_in_links", "staff_sessions"):
        op.create_index(op.f(f"ix_{table}_member_id"), table, ["member_id"])


def _moment(name: str, *, nullable: bool = True) -> "sa.Column[datetime]":
    return sa.Column(name, sa.TIMESTAMP(timezone=True), nullable=nullable)


def _now(name: str) -> "sa.Column[datetime]":
    return sa.Column(name, sa.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False)


def _of_a_member(table: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(["member_id"], ["staff_members.id"], name=op.f(f"fk_{table}_member_id")),
    )


def downgrade() -> None:
    for table in ("staff_sessions", "staff_sign_in_links", "staff_backup_codes", "staff_members"):
        op.drop_table(table)
