"""The store's people: who they are, what they may do, and how they prove it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commerce.database import Base, text_enum


class Role(StrEnum):
    """What somebody is there for."""

    AGENT = "agent"  # answers shoppers
    LEAD = "lead"  # answers shoppers, decides beyond an agent's limits, sees how the desk does
    TRAINER = "trainer"  # teaches the bot
    OPERATOR = "operator"  # runs the store's assistant

    @property
    def needs_second_factor(self) -> bool:
        """Whether a password alone is not enough for it."""
        return self in (Role.LEAD, Role.OPERATOR)

    @property
    def home(self) -> str:
        """Where somebody of this role begins: a path of the gateway."""
        return "/trainer/" if self is Role.TRAINER else "/desk/"


class StaffMember(Base):
    """One of the store's people. Nobody is deleted: what they did stays theirs."""

    __tablename__ = "staff_members"
    __table_args__ = (Index("uq_staff_members_email", text("lower(email)"), unique=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    email: Mapped[str]
    name: Mapped[str]
    role: Mapped[Role] = mapped_column(text_enum(Role))
    password_hash: Mapped[str | None]
    totp_secret: Mapped[str | None]
    totp_confirmed_at: Mapped[datetime | None]
    totp_step: Mapped[int | None]  # of the last code taken: each works once
    wrong_guesses: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    locked_until: Mapped[datetime | None]
    is_on_duty: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    slack_user: Mapped[str | None]  # under which they were last seen working in Slack
    away_since: Mapped[datetime | None]  # as Slack sees them
    disabled_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    @property
    def has_second_factor(self) -> bool:
        """Whether a second factor is set up."""
        return self.totp_confirmed_at is not None


class BackupCode(Base):
    """A code for the day the phone is lost; only its hash is kept, and it works once."""

    __tablename__ = "staff_backup_codes"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("staff_members.id"), index=True)
    code_hash: Mapped[str]
    used_at: Mapped[datetime | None]


class SignInLink(Base):
    """A link that lets somebody choose a password, once; only its hash is kept."""

    __tablename__ = "staff_sign_in_links"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("staff_members.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class StaffSession(Base):
    """Somebody signed in on one browser; only the hash of its token is kept."""

    __tablename__ = "staff_sessions"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("staff_members.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    csrf_token: Mapped[str]
    is_complete: Mapped[bool] = mapped_column(default=False)  # the second factor too
    browser: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    member: Mapped[StaffMember] = relationship(lazy="raise")
