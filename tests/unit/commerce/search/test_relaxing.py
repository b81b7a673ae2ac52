from commerce.search.relaxing import Gave, relaxations
from commerce.search.vocabulary import Vocabulary
from commerce.search.wanted import Wanted

SHOES, BLACK, NINE = ("kind:running shoe",), ("color:black",), ("size:9",)


def test_the_kind_of_thing_is_given_up_last() -> None:
    wanted = Wanted(text="black running shoes", kinds=SHOES, filters=(BLACK, NINE), highest=8000)
    tried = list(relaxations(wanted, Vocabulary()))
    assert [each.gave for each in tried][-1] is Gave.KIND
    assert all(each.wanted.kinds == SHOES for each in tried[:-1])
    assert Wanted(text="black running shoes", kinds=SHOES) in [each.wanted for each in tried]


def test_a_kind_alone_is_not_tried_again() -> None:
    assert [each.gave for each in relaxations(Wanted(kinds=SHOES), Vocabulary())] == [Gave.KIND]
