"""Reviews as shoppers write them: why one is refused, when it was published, and who found it helpful."""

import sqlalchemy as sa
from alembic import op

revision = "0220"
down_revision = "0215"
branch_labels = None
depends_on = None

_REASONS = ("abuse", "personal", "advertising", "off_topic", "not_genuine")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("reviews", sa.Column("refused_for", sa.String(length=32), nullable=True))
    op.create_check_constraint(op.f("ck_reviews_refusedfor"), "reviews", f"refused_for IN {_REASONS!r}")
    op.add_column("reviews", sa.Column("published_at", sa.TIMESTAMP(timezone=True), nullable=True))
    op.execute("UPDATE reviews SET published_at = created_at WHERE status = 'published'")
    op.create_index(
        "ix_reviews_waiting", "reviews", ["created_at"], postgresql_where=sa.text("status = 'pending'")
    )
    op.create_table(
        "review_votes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=True),
        sa.Column("conversation_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["reviews.id"], name=op.f("fk_review_votes_review_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_review_votes_customer_id")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_review_votes_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_votes")),
        sa.UniqueConstraint("review_id", "customer_id", name=op.f("uq_review_votes_review_id_customer_id")),
        sa.UniqueConstraint(
            "review_id", "conversation_id", name=op.f("uq_review_votes_review_id_conversation_id")
        ),
    )
    op.create_index(op.f("ix_review_votes_customer_id"), "review_votes", ["customer_id"])
    op.create_index(op.f("ix_review_votes_conversation_id"), "review_votes", ["conversation_id"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("review_votes")
    op.drop_index("ix_reviews_waiting", table_name="reviews")
    op.drop_constraint(op.f("ck_reviews_refusedfor"), "reviews")
    op.drop_column("reviews", "published_at")
    op.drop_column("reviews", "refused_for")
