"""What is meant by words about reviews, and how many stars are given."""

import pytest

from actions.language.reviews import About, about_reviews, changes_review
from actions.language.stars import stars_in, without_stars


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("I want to write a review", About.WRITING),
        ("rate the kettle: 4 stars", About.WRITING),
        ("how do I review the shoes I bought", About.WRITING),
        ("I like to put my opinion about the product in your site.", About.WRITING),
        ("can I change my rating from 3 to 5 stars", About.WRITING),
        ("change the review I wrote", About.WRITING),
        ("can I take back the two stars and give four", About.WRITING),
        ("5 stars, fast delivery", About.WRITING),
        ("I want to give the lamp 5 stars because the delivery was quick", About.WRITING),
        ("review of the frame: holds my photos well, the shop was great", About.WRITING),
        ("I'd like to review the camera, the pictures are great", About.WRITING),
        ("rate the kettle: how long it keeps warm is amazing", About.WRITING),
        ("review the google speaker", About.WRITING),
        ("rate the delivery bag", About.WRITING),
        ("4 stars for the service bell", About.WRITING),
        ("can I review the photo frame", About.WRITING),
        ("write a review of the video doorbell", About.WRITING),
        ("where is my review", About.OWN),
        ("why isn't my review published", About.OWN),
        ("my review got rejected", About.OWN),
        ("how do I see reviews I wrote", About.OWN),
        ("delete my review", About.REMOVAL),
        ("remove the review I wrote", About.REMOVAL),
        ("I want my review taken down", About.REMOVAL),
        ("rate your store", About.STORE),
        ("how can I rate the delivery", About.STORE),
        ("do you have trustpilot", About.STORE),
        ("I'd like to give the store five stars", About.STORE),
        ("rate this chat", About.STORE),
        ("I'd like to rate how the delivery went", About.STORE),
        ("I'd like to say what I think about the delivery in a review", About.STORE),
        ("rate my experience with your store", About.STORE),
        ("rate the agent I talked to", About.STORE),
        ("I want to leave feedback about your customer service", About.STORE),
        ("review of the delivery please", About.STORE),
        ("5 stars for the driver", About.STORE),
        ("can I review you on google", About.STORE),
        ("how do I rate the service?", About.STORE),
        ("who can write reviews", About.RULES),
        ("how long does it take until my review is published", About.RULES),
        ("can I upload photos to my review", About.RULES),
        ("can I review anonymously", About.RULES),
        ("add pictures to my review", About.RULES),
        ("can I submit a video review", About.RULES),
        ("review with photos", About.RULES),
        ("I want to review the lamp anonymously", About.RULES),
        ("do I need to have bought it to review it", About.RULES),
        ("is it possible to add pictures to a review?", About.RULES),
    ],
)
def test_what_is_wanted(text: str, about: About) -> None:
    assert about_reviews(text) is about


def test_a_review_that_is_changed() -> None:
    assert changes_review("my review has a typo, can I fix it")
    assert not changes_review("I want to review the lamp that I changed")


@pytest.mark.parametrize(
    ("text", "stars"),
    [
        ("4 stars", 4),
        ("four stars for the kettle", 4),
        ("one star", 1),
        ("4/5", 4),
        ("three out of five", 3),
        ("9/10", 5),
        ("★★☆☆☆", 2),
        ("⭐⭐⭐⭐⭐", 5),
        ("from 3 to 5 stars", 5),
        ("full marks", 5),
        ("size 4", None),
        ("order A-101224", None),
        ("0 stars", None),
        ("4", None),
        ("$5", None),
    ],
)
def test_stars_that_are_given(text: str, stars: int | None) -> None:
    assert stars_in(text) == stars


@pytest.mark.parametrize(
    ("text", "stars"),
    [
        ("4", 4),
        ("I'd give it a solid 4", 4),
        ("five", 5),
        ("I gave 2, make it 4 please", 4),
        ("no, 3", 3),
        ("7", None),
        ("it broke after 2 weeks", None),
        ("A100234", None),
    ],
)
def test_a_number_alone_where_stars_are_asked_for(text: str, stars: int | None) -> None:
    assert stars_in(text, is_asked=True) == stars


def test_the_words_beside_the_stars() -> None:
    assert without_stars("4 stars, boils fast") == "boils fast"
    assert without_stars("4 stars") == ""
