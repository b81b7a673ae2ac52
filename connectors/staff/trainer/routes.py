"""`/trainer/...`: every page of the trainers' place."""

from collections.abc import Sequence

from sanic import Blueprint

from connectors.staff.area import StaffArea
from connectors.staff.pages import Pages
from connectors.staff.routes import add_refusals
from connectors.staff.trainer.conversation_routes import conversation_routes
from connectors.staff.trainer.inbox_routes import inbox_routes
from connectors.staff.trainer.model_routes import model_routes
from connectors.staff.trainer.parts import TrainerParts
from connectors.staff.trainer.sentence_routes import sentence_routes
from connectors.staff.trainer.words_routes import words_routes


def trainer_routes(area: StaffArea, pages: Pages, parts: TrainerParts) -> Sequence[Blueprint]:
    """The trainers' pages."""
    routes = (
        inbox_routes(area, pages, parts),
        sentence_routes(pages, parts),
        model_routes(pages, parts),
        conversation_routes(pages, parts),
        words_routes(pages, parts),
    )
    area.guard(*routes)
    for each in routes:
        add_refusals(each, pages)
    return routes
