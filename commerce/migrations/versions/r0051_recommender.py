"""What the recommender has learned, by version."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0051"
down_revision = "0155"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "recommender_versions",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("trained_at", sa.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("interactions", sa.BigInteger(), nullable=False),
        sa.Column("figures", postgresql.JSONB(), nullable=False),
        sa.Column("refused", sa.String(), nullable=True),
        sa.Column("is_in_use", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommender_versions")),
    )
    op.create_index(
        "ix_recommender_versions_in_use",
        "recommender_versions",
        ["is_in_use"],
        unique=True,
        postgresql_where=sa.text("is_in_use"),
    )
    op.create_table(
        "product_neighbours",
        sa.Column("version_id", sa.BigInteger(), nullable=False),
        sa.Column("product_id", sa.String(), nullable=False),
        sa.Column("relation", sa.String(length=32), nullable=False),
        sa.Column("others", postgresql.ARRAY(sa.TEXT()), nullable=False),
        sa.Column("scores", postgresql.ARRAY(sa.REAL()), nullable=False),
        sa.CheckConstraint("relation IN ('taste', 'together')", name=op.f("ck_product_neighbours_relation")),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["recommender_versions.id"],
            name=op.f("fk_product_neighbours_version_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("version_id", "product_id", "relation", name=op.f("pk_product_neighbours")),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("product_neighbours")
    op.drop_table("recommender_versions")
