"""Which rows are a customer's: those that foreign keys lead from to the customer's own."""

from collections import deque
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Select, Table, bindparam, or_, select

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

    A table belongs to the customers if foreign keys lead from it to theirs, the shortest way deciding; the
    audit log and the consents, which outlive what they are about, are found by what they name.
    """
    customers = _table(Customer)
    found: dict[str, ColumnElement[bool]] = {customers.name: customers.c.id == CUSTOMER}
    waiting = deque([customers])
    while waiting:
        parent = waiting.popleft()
        for child in Base.metadata.sorted_tables:
            if child.name in found:
                continue
            keys = [key for key in child.foreign_keys if key.column.table is parent]
            if keys:
                parents = select(keys[0].column).where(found[parent.name])
                found[child.name] = or_(*(key.parent.in_(parents) for key in keys))
                waiting.append(child)
    audit = _table(AuditEntry)
    is_about_them = (audit.c.subject_kind == "customer") & (audit.c.subject_id == CUSTOMER)
    found[audit.name] = or_(
        audit.c.actor_id == CUSTOMER, is_about_them, audit.c.message_id.in_(message_ids(found))
    )
    found[ConsentEntry.__tablename__] = their_consents(found)
    order = {table.name: place for place, table in enumerate(Base.metadata.sorted_tables)}
    return dict(sorted(found.items(), key=lambda each: order[each[0]]))


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
