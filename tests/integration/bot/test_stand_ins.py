"""Rasa's own imports and our pipeline need neither TensorFlow nor boto3; who does is told what to install."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
# In front, so that the stand-ins are met also where the real ones are installed.
ENVIRONMENT = os.environ | {
    "PYTHONPATH": f"{ROOT / 'bot' / 'stand_ins'}:{ROOT}",
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
}

EVERY_MODULE = """
import importlib, pkgutil, rasa
for module in pkgutil.walk_packages(rasa.__path__, "rasa."):
    try:
        importlib.import_module(module.name)
    except ImportError as error:
        print(module.name, error.name)
"""
NOT_MISLED = """
import rasa.engine.recipes.default_components, thinc.compat, sys
print(thinc.compat.has_tensorflow, thinc.compat.tensorflow, "absent" in sys.modules)
"""
USES = ["tensorflow.keras.Model()", "tensorflow.constant(1)", "tensorflow.keras.backend.epsilon()"]
DIET = """
recipe: default.v1
assistant_id: with_tensorflow
language: en
pipeline:
  - name: WhitespaceTokenizer
  - name: CountVectorsFeaturizer
  - name: DIETClassifier
    epochs: 1
policies: []
"""


def run(*command: str | Path, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=120
    )


def python(program: str) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "-W", "ignore", "-c", program)


def test_every_module_of_rasa_is_imported_but_what_needs_packages_that_rasa_leaves_out_too() -> None:
    ran = python(EVERY_MODULE)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.split("\n") == ["rasa.nlu.utils.hugging_face.registry transformers", ""]


def test_thinc_is_not_misled() -> None:
    assert python(NOT_MISLED).stdout.splitlines()[-1] == "False None True"


@pytest.mark.parametrize("use", USES)
def test_using_a_part_of_tensorflow_says_how_to_install_it(use: str) -> None:
    program = f"import tensorflow, tensorflow.keras.backend\n{use}"
    last = python(program).stderr.splitlines()[-1]
    assert re.search(
        r"tensorflow\S+ was asked for, but TensorFlow is not installed. Run `make trainer-extras`", last
    )


def test_a_part_of_tensorflow_that_is_not_there_is_not_there_to_be_probed() -> None:
    program = "import tensorflow; print(hasattr(tensorflow, 'constant'), hasattr(tensorflow, '__version__'))"
    assert python(program).stdout == "False False\n"


def test_a_store_at_amazon_says_how_to_install_boto3() -> None:
    program = "from rasa.core.tracker_store import DynamoTrackerStore as Store; Store(None)"
    assert "boto3 is not installed. Run `make trainer-extras`" in python(program).stderr.splitlines()[-1]


def test_a_pipeline_that_needs_tensorflow_says_so_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_text(DIET)
    data = ROOT / "tests" / "integration" / "bot" / "small_bot" / "nlu.yml"
    rasa = Path(sys.executable).with_name("rasa")
    ran = run(rasa, "train", "nlu", "--nlu", data, "--config", "config.yml", folder=tmp_path)
    assert ran.returncode == 1
    said = [line for line in (ran.stdout + ran.stderr).splitlines() if "TensorFlow" in line]
    assert len(said) == 1
    assert "make trainer-extras" in said[0]
    assert "Traceback" not in ran.stderr
