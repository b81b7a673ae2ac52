"""Which rows are a customer's: those that foreign keys lead from to the customer's own."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, ForeignKey, Select, Table, bindparam, or_, select

import commerce.models  # noqa: F401  every table
from commerce.audit.models import AuditEntry
from commerce.consent.models import ConsentEntry
from commerce.customers.models import Customer
from commerce.database import Base
from commerce.privacy.consents import their_consents
from commerce.support.models import Conversation, Message

CUSTOMER: BindParameter[str] = bindparam("customer")


def personal_tables() -> dict[str, ColumnElement[bool]]:
    """For each table with rows of persons, the condition that picks those of :customer, parents first.

    A table belongs to the customers if foreign keys lead from it to theirs, the shortest ways deciding; the
    audit log and the consents, which outlive what they are about, are found by what they name.
    """
    customers = _table(Customer)
    found: dict[str, ColumnElement[bool]] = {customers.name: customers.c.id == CUSTOMER}
    nearest = [customers]
    while nearest:
        children = {
            child: [key for key in sorted(child.foreign_keys, key=str) if key.column.table in nearest]
            for child in Base.metadata.sorted_tables
            if child.name not in found
        }
        nearest = [child for child, keys in children.items() if keys]
        for child in nearest:
            found[child.name] = or_(*(_leads_to(key, found) for key in children[child]))
    audit = _table(AuditEntry)
    is_about_them = (audit.c.subject_kind == "customer") & (audit.c.subject_id == CUSTOMER)
    found[audit.name] = or_(
        audit.c.actor_id == CUSTOMER, is_about_them, audit.c.message_id.in_(message_ids(found))
    )
    found[ConsentEntry.__tablename__] = their_consents(found)
    order = {table.name: place for place, table in enumerate(Base.metadata.sorted_tables)}
    return dict(sorted(found.items(), key=lambda each: order[each[0]]))


def _leads_to(key: ForeignKey, found: Mapping[str, ColumnElement[bool]]) -> ColumnElement[bool]:
    return key.parent.in_(select(key.column).where(found[key.column.table.name]))


def message_ids(conditions: Mapping[str, ColumnElement[bool]]) -> Select[UUID]:
    """The ids of every message in the customer's conversations."""
    return select(Message.id).where(conditions[Message.__tablename__])


def conversation_ids() -> Select[UUID]:
    """The ids of the customer's conversations."""
    return select(Conversation.id).where(Conversation.customer_id == CUSTOMER)


def _table(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table
