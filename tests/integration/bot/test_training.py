"""Training is quick and gives the model of plain `rasa train`, also when most of it was learned before."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SMALL_BOT = Path(__file__).parent / "small_bot"
ENCODER = Path(os.environ.get("AISLE_VAR_DIR", ROOT / "var")) / "encoder"
ASKED = ["hello there", "please count for me", "what is the weather like", "hi!", "count #W1234567 again"]

READ = """
import sys
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.training_data.message import Message
of_everything = Message.fingerprint
if "quick" in sys.argv:
    from bot.training import speed_up_training
    speed_up_training()
importer = TrainingDataImporter.load_from_config("config.yml", "domain.yml", ["data"])
importer.get_stories()
sentences, domain = importer.get_nlu_data(), importer.get_domain()
for message in sentences.training_examples:
    message._cached_fingerprint = None
Message.fingerprint = of_everything
print(len(sentences.training_examples), sentences.fingerprint(), domain.fingerprint())
"""
UNDERSTAND = """
import asyncio, json, sys
from rasa.core.agent import Agent
agent = Agent.load(sys.argv[1])
for text in json.loads(sys.argv[2]):
    parsed = asyncio.run(agent.parse_message(text))
    ranking = [(each["name"], round(each["confidence"], 4)) for each in parsed["intent_ranking"]]
    print("understood", json.dumps([parsed["entities"], ranking]))
"""


def python(*arguments: str | Path, **environment: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", *arguments],
        cwd=ROOT,
        env=os.environ | {"RASA_TELEMETRY_ENABLED": "false"} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_upstream_is_what_the_changes_were_written_for() -> None:
    program = "import bot.training as t; print(t.upstream_fingerprints() == t.FINGERPRINTS)"
    assert python("-c", program).splitlines()[-1] == "True"


@pytest.mark.timeout(300)
def test_the_same_sentences_and_domain_are_read() -> None:
    slow, quick = (python("-c", READ, how).splitlines()[-1] for how in ("slow", "quick"))
    assert quick == slow
    assert int(quick.split()[0]) > 10_000


def understood(model: Path) -> list[str]:
    said = python("-c", UNDERSTAND, model, json.dumps(ASKED)).splitlines()
    found = [line for line in said if line.startswith("understood ")]
    assert len(found) == len(ASKED)
    return found


def a_var_folder(path: Path) -> Path:
    path.mkdir()
    (path / "encoder").symlink_to(ENCODER)
    return path


def trained(program: str, sentences: Path, var: Path, name: str) -> Path:
    data = [sentences, SMALL_BOT / "rules.yml", SMALL_BOT / "stories.yml"]
    options = ["--domain", SMALL_BOT / "domain.yml", "--out", var, "--fixed-model-name", name]
    python("-m", program, "train", "--data", *data, *options, "--force", AISLE_VAR_DIR=str(var))
    return var / f"{name}.tar.gz"


@pytest.mark.timeout(600)
def test_the_model_is_the_one_of_plain_rasa_train_whatever_was_learned_before(tmp_path: Path) -> None:
    before = (SMALL_BOT / "nlu.yml").read_text()
    first, sentences = tmp_path / "before.yml", tmp_path / "nlu.yml"
    first.write_text(before)
    sentences.write_text(before.replace("hello", "hello my dear").replace("please", "if you please"))
    assert first.read_text() != sentences.read_text()
    used, fresh = a_var_folder(tmp_path / "used"), a_var_folder(tmp_path / "fresh")
    trained("bot.rasa", first, used, "before")
    again = trained("bot.rasa", sentences, used, "again")
    from_nothing = trained("rasa", sentences, fresh, "plain")
    assert understood(again) == understood(from_nothing)
