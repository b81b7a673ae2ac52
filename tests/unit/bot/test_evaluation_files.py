"""What may be scored, and the one line that says why something may not."""

from pathlib import Path

import pytest

from bot.evaluation.labelled import Annotated, Labelled, read_annotated, read_labelled
from bot.evaluation.refusals import BadFile


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_csv_and_rasas_yaml_say_the_same(tmp_path: Path) -> None:
    table = written(tmp_path, "a.csv", "text,intent,style\nwhere is it,check_order_status,terse\n")
    yaml = written(
        tmp_path,
        "a.yml",
        "version: '3.1'\nnlu:\n- intent: check_order_status\n  examples: |\n    - where is [it](product)\n",
    )
    assert read_labelled(table) == [Labelled("where is it", "check_order_status", "terse")]
    assert read_labelled(yaml) == [Labelled("where is it", "check_order_status")]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", "text,label\nhi,greet\n", "a.csv, line 1: no column 'intent'; it needs text and intent"),
        ("a.csv", "text,intent\nhi,greet\n,greet\n", "a.csv, line 3: no text"),
        ("a.csv", "text,intent\nhi,\n", "a.csv, line 2: no intent"),
        ("a.csv", "text,intent\nhi,greet,x\n", "a.csv, line 2: another number of columns than in line 1"),
        ("a.csv", 'text,intent\n"hi,greet\n', "a.csv, line 2: unexpected end of data"),
        ("a.csv", "text,intent\n", "a.csv: there is no message in it"),
        ("a.csv", b"text,intent\n\xff,greet\n", "a.csv: not UTF-8 at byte 12"),
        ("a.yml", "nlu:\n- intent: [\n", "a.yml, line 3: not YAML"),
        ("a.yml", "rules: []\n", "a.yml: no list under `nlu:`"),
        (
            "a.yml",
            "nlu:\n- intent: greet\n  examples: |\n    hi\n",
            "a.yml: intent greet: a line without `- `",
        ),
        ("a.txt", "hi", "a.txt: neither .csv nor .yml"),
    ],
)
def test_a_bad_file_is_refused_in_one_line_that_says_what_and_where(
    tmp_path: Path, name: str, content: str | bytes, said: str
) -> None:
    with pytest.raises(BadFile) as refusal:
        read_labelled(written(tmp_path, name, content))
    assert said in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"none\.csv: No such file"):
        read_labelled(tmp_path / "none.csv")


def test_entities_are_compared_by_value_whatever_their_case(tmp_path: Path) -> None:
    row = '"blue, 40 $","[{""entity"": ""colour"", ""value"": ""Blue"", ""text"": ""blue""}]"'
    found = read_annotated(written(tmp_path, "e.csv", f"text,entities\n{row}\n"))
    assert found == [Annotated("blue, 40 $", (("colour", '"blue"'),), None)]
    with pytest.raises(BadFile, match=r"e\.csv, line 2: its entities are not a JSON list"):
        read_annotated(written(tmp_path, "e.csv", "text,entities\nblue,{}x\n"))
