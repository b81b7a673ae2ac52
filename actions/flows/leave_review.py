"""Say what one thinks of a product."""

from collections.abc import Mapping
from typing import Any, ClassVar

from actions.engine.change import ChangeFlow, Possible
from actions.engine.flow import Step
from actions.language.mood import Mood
from actions.language.reviews import About, about_reviews
from actions.language.said import Said
from actions.steps.identity import Verified
from actions.steps.reviewing import (
    PRODUCT,
    STARS,
    WORDS,
    AboutReviews,
    HowManyStars,
    OwnReviews,
    ReviewWords,
    WhichReviewed,
)
from actions.turn.shop import Turn
from commerce.changes import preview
from commerce.errors import CommerceError
from commerce.reviews.writing import (
    MOST_STARS,
    NotArrivedYet,
    ProductNotFound,
    ReviewPlan,
    ReviewUnfit,
    WriteReview,
)


async def _has_arrived(turn: Turn) -> None:
    """Refuse what is on its way before its stars and words are asked for."""
    await preview(turn.context, WriteReview(str(turn.get(PRODUCT)), MOST_STARS))


class LeaveReview(ChangeFlow):
    """Writes a review for a verified shopper, or tells what is asked of reviews."""

    name: ClassVar[str] = "leave_review"
    steps: ClassVar[tuple[Step, ...]] = (
        AboutReviews(),
        Verified("utter_offer_account_code"),
        OwnReviews(),
        WhichReviewed(),
        Possible(_has_arrived),
        HowManyStars(),
        ReviewWords(),
    )
    refusals: ClassVar[Mapping[type[CommerceError], str]] = {
        NotArrivedYet: "utter_review_not_arrived",
        ProductNotFound: "utter_nothing_to_review",
        ReviewUnfit: "utter_review_unfit",
    }

    def mood(self, said: Said) -> Mood:
        """What is no review to be written, as where one's own stands, is answered by the flow itself."""
        return super().mood(said) if about_reviews(said.text) is About.WRITING else Mood.ASKS_FOR

    def change(self, turn: Turn) -> WriteReview:
        """As it was said."""
        words = turn.get(WORDS) or {}
        stars = int(turn.get(STARS))
        return WriteReview(str(turn.get(PRODUCT)), stars, words.get("title", ""), words.get("text", ""))

    def facts(self, turn: Turn, plan: ReviewPlan) -> dict[str, Any]:
        """The review as it will be shown."""
        words = f"“{' – '.join(filter(None, [plan.title, plan.text]))}”" if plan.title or plan.text else ""
        name = "utter_review_stars_of_one" if plan.stars == 1 else "utter_review_stars"
        return {
            "product": plan.product,
            "stars": turn.words.phrase(name, stars=plan.stars),
            "words": turn.words.phrase("utter_review_in_words", words=words) if words else "",
            "author": plan.author or turn.words.phrase("utter_review_nameless"),
            "verified": turn.words.phrase("utter_review_verified") if plan.order_number else "",
            "replaces": turn.words.phrase("utter_review_replaces") if plan.replaces else "",
        }
