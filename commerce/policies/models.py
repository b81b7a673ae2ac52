"""The store's policies as data: the most specific row for a category and country decides."""

from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from commerce.database import Base


class Policy(Base):
    """One rule of the store, such as `return_window` with `{"days": 30}`."""

    __tablename__ = "policies"
    __table_args__ = (
        Index(
            "uq_policies_scope",
            "name",
            "category_id",
            "country",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    category_id: Mapped[str | None]  # None: every category
    country: Mapped[str | None]  # None: every country
    value: Mapped[dict[str, Any]]
