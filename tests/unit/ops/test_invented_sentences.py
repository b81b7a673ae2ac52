"""The sentences with drawn names: the file is what it is drawn from, and names decide nothing."""

from ops.invented_sentences import FILE, sentences, written


def test_the_file_is_what_is_drawn() -> None:
    assert FILE.read_text() == written(), "run make invented"


def test_nothing_is_out_of_scope_and_a_request_at_once() -> None:
    drawn = [text.lower() for texts in sentences().values() for text in texts]
    assert len(drawn) == len(set(drawn))


def test_names_stand_in_requests_as_well() -> None:
    drawn = sentences()
    assert len(drawn["out_of_scope"]) > 200
    assert all(len(texts) > 10 for texts in drawn.values())
    assert any("Bank" in text for text in drawn["out_of_scope"])
