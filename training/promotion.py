"""A model comes into use: every dialogue server loads it and goes over to it between two turns."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

import httpx
import structlog
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.errors import CommerceError
from commerce.support.news import announce
from commerce.training.models import ModelPromotion, ModelState, TrainedModel
from training.candidates import TRAINING, confirmed_labels, known_model
from training.gate import judged, passes
from training.place import Place
from training.shelf import Shelf

log = structlog.get_logger(__name__)

_ROUTE = "/webhooks/rest/model"
_LOADS_WITHIN_S = 60.0
_LOCK = 0x74726169  # of promotions, one at a time: "trai"


class GateClosed(CommerceError):
    """A gate stands against the model, or it was never measured."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("; ".join(reasons) or "the model was not measured")


class ModelOutdated(CommerceError):
    """The model was made for other code, rules or forms than there are now."""

    def __init__(self) -> None:
        super().__init__("the model was trained for other rules, forms or code: train a new one")


class ModelGone(CommerceError):
    """The model's file is not there any more."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the file of the model {name} is gone")


class NothingBefore(CommerceError):
    """No model was in use before."""

    def __init__(self) -> None:
        super().__init__("no other model was in use before")


class NotLoaded(CommerceError):
    """A dialogue server did not take the model; all are back at the one before."""


@dataclass(frozen=True, slots=True)
class Switched:
    """What came into use, instead of what."""

    model: str
    before: str


class Promotions:
    """Brings models into use and back."""

    def __init__(
        self, sessions: Sessions, place: Place, clock: Clock, *, dialogue_urls: Sequence[str], secret: str
    ) -> None:
        self._sessions = sessions
        self._clock = clock
        self._urls = dialogue_urls
        self._secret = secret
        self._shelf = Shelf(place)

    async def promote(self, name: str, trainer_id: UUID | None) -> Switched:
        """Bring a model into use that passes every gate as they stand now.

        Raises ModelUnknown, GateClosed, ModelOutdated, ModelGone or NotLoaded.
        """
        async with self._sessions.begin() as session:
            await session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
            model = await known_model(session, name)
            gates = judged(model.report, confirmed=await confirmed_labels(session)) if model.report else []
            if not gates or not passes(gates):
                raise GateClosed([gate.reason for gate in gates if not gate.is_passed])
            switched = await self._switch(session, model, trainer_id, is_rollback=False)
            await self._prune(session)
        return switched

    async def roll_back(self, trainer_id: UUID | None) -> Switched:
        """Bring back the model that was in use before the present one.

        Raises NothingBefore, ModelOutdated, ModelGone or NotLoaded.
        """
        async with self._sessions.begin() as session:
            await session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
            name = await model_before(session, await asyncio.to_thread(self._shelf.in_use))
            if not name:
                raise NothingBefore
            model = await session.get(TrainedModel, name)
            return await self._switch(
                session, model or TrainedModel(name=name, report={}), trainer_id, is_rollback=True
            )

    async def _switch(
        self, session: AsyncSession, model: TrainedModel, trainer_id: UUID | None, *, is_rollback: bool
    ) -> Switched:
        before = await asyncio.to_thread(self._shelf.in_use)
        needs = await asyncio.to_thread(self._shelf.needs)
        if model.report.get("needs", needs) != needs:
            raise ModelOutdated
        if not self._shelf.path(model.name).is_file():
            raise ModelGone(model.name)
        session.add(
            ModelPromotion(
                model=model.name,
                before=before,
                is_rollback=is_rollback,
                made_by=trainer_id,
                created_at=self._clock.now(),
            )
        )
        await announce(session, TRAINING)
        await session.flush()
        await self._load_everywhere(model.name, before)
        await asyncio.to_thread(self._shelf.put_in_use, model.name, needs)
        return Switched(model.name, before)

    async def _load_everywhere(self, name: str, before: str) -> None:
        headers = {"Authorization": f"Bearer {self._secret}"}
        async with httpx.AsyncClient(headers=headers, timeout=_LOADS_WITHIN_S, trust_env=False) as client:
            for place, url in enumerate(self._urls):
                refusal = await self._load(client, url, name)
                if refusal:
                    for loaded in self._urls[:place]:
                        if before and await self._load(client, loaded, before):
                            log.error("a dialogue server is left with another model", model=name)
                    raise NotLoaded(refusal)

    async def _load(self, client: httpx.AsyncClient, url: str, name: str) -> str:
        """Why the server did not take the model; empty when it did, or does not run."""
        try:
            answer = await client.put(f"{url}{_ROUTE}", json={"model": str(self._shelf.path(name))})
        except httpx.ConnectError:
            return ""  # it does not run, and will load what is in use when it starts
        except httpx.TransportError as error:
            return f"a dialogue server did not answer: {type(error).__name__}"
        if answer.status_code == HTTPStatus.OK:
            return ""
        return f"a dialogue server refused the model (HTTP {answer.status_code})"

    async def _prune(self, session: AsyncSession) -> None:
        recent = await session.scalars(
            select(ModelPromotion.model).order_by(ModelPromotion.created_at.desc()).limit(3)
        )
        gone = await asyncio.to_thread(self._shelf.prune, set(recent))
        if gone:
            await session.execute(
                update(TrainedModel).where(TrainedModel.name.in_(gone)).values(state=ModelState.PRUNED)
            )


async def model_before(session: AsyncSession, name: str) -> str:
    """The model that the one in use took over from when it was promoted; empty when none is known."""
    found = await session.scalar(
        select(ModelPromotion.before)
        .where(ModelPromotion.model == name, ModelPromotion.is_rollback.is_(False))
        .order_by(ModelPromotion.created_at.desc())
        .limit(1)
    )
    return found or ""
