"""How Alembic reaches the store's database: on the connection that `commerce.schema` hands it."""

from alembic import context

from commerce.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
