"""What clients send is checked, and a refusal says why without repeating it."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.edge.errors import ApiError
from connectors.edge.schemas import CLIENT_FRAME, HELLO, POST_MESSAGE, client_id_in, parse, read_cursor

GOOD = {"id": "m-1", "text": "hello"}


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("{", 400, "malformed_json"),
        ("", 400, "malformed_json"),
        (b"\xff\xfe", 400, "malformed_json"),
        ('{"id": "m", "text": "\\ud800"}', 400, "malformed_json"),
        ("[]", 400, "invalid_request"),
        (json.dumps(GOOD | {"customer": "c1"}), 400, "invalid_request"),
        (json.dumps({"text": "hello"}), 400, "invalid_request"),
        (json.dumps({"id": "m"}), 400, "invalid_request"),
        (json.dumps(GOOD | {"payload": "/affirm"}), 400, "invalid_request"),
        (json.dumps(GOOD | {"id": ""}), 400, "invalid_request"),
        (json.dumps(GOOD | {"id": "a:b"}), 400, "invalid_request"),
        (json.dumps(GOOD | {"id": "a\n"}), 400, "invalid_request"),
        (json.dumps(GOOD | {"id": "x" * 65}), 400, "invalid_request"),
        (json.dumps(GOOD | {"id": 7}), 400, "invalid_request"),
        (json.dumps(GOOD | {"text": " \n "}), 400, "invalid_request"),
        (json.dumps(GOOD | {"text": "a\x00b"}), 400, "invalid_request"),
        (json.dumps(GOOD | {"text": ["hello"]}), 400, "invalid_request"),
        (json.dumps(GOOD | {"conversation": "mine"}), 400, "invalid_request"),
        (json.dumps(GOOD | {"text": "x" * 2_001}), 422, "text_too_long"),
    ],
)
def test_refused_with_a_reason(body: str | bytes, status: int, code: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse(POST_MESSAGE, body)
    assert (refused.value.status, refused.value.code) == (status, code)
    assert refused.value.reason


def test_longest_text_is_accepted() -> None:
    assert len(parse(POST_MESSAGE, json.dumps(GOOD | {"text": "é" * 2_000})).text or "") == 2_000


def test_reason_never_repeats_what_was_sent() -> None:
    with pytest.raises(ApiError) as refused:
        parse(POST_MESSAGE, json.dumps({"id": "m", "text": 4111111111111111, "secret word": "xyzzy"}))
    assert "4111" not in refused.value.reason
    assert "xyzzy" not in refused.value.reason


json_values = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["id", "text", "type"]), inner)
    ),
)


@given(st.binary() | json_values.map(json.dumps) | st.text())
def test_anything_is_read_or_refused(body: bytes | str) -> None:
    for shape in (POST_MESSAGE, HELLO, CLIENT_FRAME):
        with suppress(ApiError):  # any other exception fails the test
            parse(shape, body)


@pytest.mark.parametrize(
    ("value", "position"), [(None, 0), ("", 0), ("0", 0), ("17", 17), ("9" * 18, 10**18 - 1)]
)
def test_cursor_is_read(value: str | None, position: int) -> None:
    assert read_cursor(value) == position


@pytest.mark.parametrize("value", ["-1", "x", "1.5", "9" * 19, "١", " 1"])
def test_foreign_cursor_is_refused(value: str) -> None:
    with pytest.raises(ApiError) as refused:
        read_cursor(value)
    assert refused.value.code == "cursor_invalid"


@pytest.mark.parametrize(
    ("frame", "client_id"),
    [
        ('{"type": "message", "id": "m1", "text": ""}', "m1"),
        ("{", None),
        ('{"id": ["x"]}', None),
        ("[]", None),
    ],
)
def test_refused_frame_is_named_where_it_can_be(frame: str, client_id: str | None) -> None:
    assert client_id_in(frame) == client_id
