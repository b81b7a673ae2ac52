"""A reaction that a phone reports as a text, told from what a shopper says."""

import pytest

from connectors.channels.phone.reactions import is_reaction

REACTIONS = [
    'Loved "Yes, cancel it"', "Loved “Shall I cancel it?”", "Liked “This can't be undone. Shall I?”",
    'Disliked "Order #W1234567 is on its way."', "Laughed at “OK”", "Emphasized “Shall I cancel it?”",
    "Emphasised “Shall I?”", "Questioned “Shall I?”", "Loved an image", "Liked a photo", "Laughed at a movie",
    'Reacted 👍 to "Shall I cancel it?"', "Reacted 😂 to “Shall I?”", "Reacted ❤️ to “Shall I?”",
    "👍 to “Shall I cancel it?”", "\u200a\u200b👍\u200b to “\u200aShall I cancel it?\u200a”",
    "❤️ to “ OK ”", "Removed a heart from “Shall I?”", "Removed a like from “Shall I?”",
    "Removed a laugh from “Shall I?”", "Removed an exclamation from “Shall I?”",
    "Removed 👍 from “Shall I cancel it?”", "Removed a heart from an image",
    'Liked "yes"', 'loved "yes"', "Liked “one\ntwo\nthree”", "Liked “he said “yes” to it”",
    "Le encantó “¿Lo cancelo?”", "Le gustó “¿Lo cancelo?”", "No le gustó “¿Lo cancelo?”",
    "Se rio con “Sí”", "Enfatizó “¿Lo cancelo?”", "Reaccionó con 👍 a “¿Lo cancelo?”",
    "A aimé « Je l’annule ? »", "A adoré « Oui »", "N’a pas aimé « Oui »", "A ri de « Oui »",
    "A réagi avec 👍 à « Je l’annule ? »", "Gefällt „Soll ich?“", "Gefällt „Soll ich?“ nicht",
    "Liebt „Ja“", "Lacht über „Ja“", "Betont „Ja“", "Hat mit 👍 auf „Soll ich?“ reagiert",
    "Amou “Sim”", "Gostou de “Sim”", "Não gostou de “Sim”", "Riu de “Sim”", "Reagiu com 👍 a “Sim”",
    "Ha adorato “Sì”", "Ha messo mi piace a “Sì”", "Ha riso di “Sì”", "Vond “Ja” leuk", "Lachte om “Ja”",
    "「はい」をいいねしました", "赞了“好的”",
]  # fmt: skip
WORDS = [
    "yes", "I loved it", "Loved it, thanks!", "liked", "I liked the lamp, send another",
    'what does "this can\'t be undone" mean?', 'it says "delivered" but it is not here',
    'my name is "Jo"', 'the label says "return to sender"', "👍", "👍 yes", "👍 to the first one", "❤️",
    "removed the mug from my order?", "Removed a heart", "questioned by the courier", "reacted badly",
    'change the engraving to "Love"', 'the note should say "Happy Birthday"', "I disliked the color",
    "please remove the lamp from my order", "love the lamp", 'the app said "error"', "Liked",
    "to “yes”", '"yes"', "“Shall I cancel it?” yes", "gefällt mir", "no le gustó a mi madre",
    "emphasized parts are missing", "laughed at the price", "reacted to the cream, I want to return it",
]  # fmt: skip


@pytest.mark.parametrize("text", REACTIONS)
def test_a_reaction_is_seen(text: str) -> None:
    assert is_reaction(text)


@pytest.mark.parametrize("text", WORDS)
def test_words_are_no_reaction(text: str) -> None:
    assert not is_reaction(text)
