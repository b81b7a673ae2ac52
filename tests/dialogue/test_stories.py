"""`rasa test core`: the policies predict every turn of the stories that none of them was trained on."""

import json
import os
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.dialogue.servers import RASA, ROOT, trained_model

STORIES = ROOT / "tests" / "stories"


def told_of() -> set[str]:
    """The intents that the stories have."""
    stories = [
        story for file in STORIES.glob("*.yml") for story in yaml.safe_load(file.read_text())["stories"]
    ]
    return {step["intent"] for story in stories for step in story["steps"] if "intent" in step}


def test_every_flow_has_its_stories() -> None:
    rules = yaml.safe_load((ROOT / "data" / "rules" / "flows.yml").read_text())["rules"]
    started = {step["intent"] for rule in rules for step in rule["steps"] if "intent" in step}
    assert started <= told_of()


@pytest.mark.timeout(600)
@pytest.mark.parametrize("stories", ["tests/stories", "data/stories"])
def test_every_story_is_predicted(tmp_path: Path, stories: str) -> None:
    command = [
        str(RASA), "-m", "rasa", "test", "core", "--stories", stories, "--model", str(trained_model()),
        "--out", str(tmp_path), "--fail-on-prediction-errors", "--no-plot",
    ]  # fmt: skip
    quiet = {"RASA_TELEMETRY_ENABLED": "false", "AISLE_VAR_DIR": str(ROOT / "var")}
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **quiet}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    report = json.loads((tmp_path / "story_report.json").read_text())
    assert report["conversation_accuracy"]["correct"] == report["conversation_accuracy"]["total"] > 0


@pytest.mark.timeout(600)
def test_rasa_finds_the_data_valid() -> None:
    command = [str(RASA), "-m", "bot.rasa", "data", "validate", "--max-history", "5"]
    quiet = {"RASA_TELEMETRY_ENABLED": "false", "AISLE_VAR_DIR": str(ROOT / "var")}
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **quiet}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert "No story structure conflicts found" in done.stderr
    assert "Warning" not in done.stdout + done.stderr
