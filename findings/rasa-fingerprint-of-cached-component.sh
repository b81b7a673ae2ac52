#!/usr/bin/env bash
# Rasa 3.6.21 on Python 3.11: what `fingerprint_addon` of a graph component is given when training.
#
# One would guess: `fingerprint_addon(config)` always gets the component's whole configuration, its own
# `get_default_config` included, as `create` and `load` do.
# What happens: in a training that takes the component's output from the cache but has to run what comes after
# it, `fingerprint_addon` is called a second time, with `{"output": ...}`: the configuration of the node that
# stands in for the cached one. A component that reads a key of its own there fails with a KeyError, and only
# in trainings that follow a change further down, or an interruption.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3.11 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check --no-deps --ignore-requires-python rasa==3.6.21 \
    CacheControl==0.12.14 Jinja2==3.1.6 MarkupSafe==3.0.4 PyJWT==2.15.1 PyYAML==6.0.3 SQLAlchemy==1.4.54 \
    aio-pika==8.2.3 aiofiles==25.1.0 aiogram==2.15 aiohttp==3.9.5 aiormq==6.4.2 aiosignal==1.4.0 attrs==22.1.0 \
    babel==2.18.0 bidict==0.24.1 certifi==2026.10.18 cffi==2.1.1 charset-normalizer==3.5.2 cloudpickle==3.1.2 \
    colorclass==2.2.2 coloredlogs==15.0.1 cryptography==50.0.2 dask==2022.10.2 fbmessenger==6.0.0 \
    frozenlist==1.8.0 fsspec==2026.9.0 future==1.0.0 google-auth==2.62.2 greenlet==3.5.6 httptools==0.9.0 \
    humanfriendly==10.0 idna==3.20 jsonpickle==3.0.4 jsonschema==4.17.3 matplotlib==3.7.5 msgpack==1.2.4 \
    multidict==5.2.0 networkx==2.6.3 numpy==1.23.5 packaging==20.9 pamqp==3.2.1 pluggy==1.7.0 \
    portalocker==2.10.1 prompt-toolkit==3.0.28 propcache==0.5.4 protobuf==4.23.3 pykwalify==1.8.0 \
    pyparsing==3.3.3 pyrsistent==0.20.0 python-dateutil==2.8.2 python-engineio==4.15.1 python-socketio==5.18.1 \
    pytz==2022.7.1 questionary==1.10.0 randomname==0.1.5 redis==4.6.0 requests==2.34.2 requests-toolbelt==1.0.0 \
    ruamel.yaml==0.17.21 sanic==21.12.2 sanic-routing==0.7.2 scipy==1.10.1 setuptools==70.3.0 six==1.17.0 \
    slack_sdk==3.47.0 structlog==23.3.0 tarsafe==0.0.4 terminaltables==3.1.10 toolz==1.2.0 tqdm==4.70.1 \
    twilio==8.2.2 typing_extensions==4.16.0 ujson==5.13.0 urllib3==2.8.0 uvloop==0.23.0 wcwidth==0.9.4 \
    webexteamssdk==1.6.1 websockets==10.4 yarl==1.25.1
cat >"$folder/train.py" <<'PY'
import os
import sys
import tempfile
import warnings
from pathlib import Path

warnings.simplefilter("ignore")
os.environ["RASA_CACHE_DIRECTORY"] = sys.argv[1]

from rasa.engine.caching import LocalTrainingCache
from rasa.engine.graph import GraphComponent, GraphModelConfiguration, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.training.graph_trainer import GraphTrainer
from rasa.shared.core.domain import Domain
from rasa.shared.data import TrainingType
from rasa.shared.importers.importer import TrainingDataImporter

asked = []


class Text:
    def __init__(self, text):
        self.text = text

    def fingerprint(self):
        return self.text

    def to_cache(self, directory, model_storage):
        (directory / "text").write_text(self.text)

    @classmethod
    def from_cache(cls, node_name, directory, model_storage, output_fingerprint):
        return cls((directory / "text").read_text())


class First(GraphComponent):
    @staticmethod
    def get_default_config():
        return {"mine": "default"}

    @classmethod
    def create(cls, config, model_storage, resource, execution_context):
        return cls()

    @classmethod
    def fingerprint_addon(cls, config):
        asked.append("mine" in config)
        return ""

    def run(self):
        return Text("first")


class Second(First):
    @classmethod
    def fingerprint_addon(cls, config):
        return None

    def run(self, text):
        return Text(text.text + " second")


def train(changed):
    asked.clear()
    schema = GraphSchema(
        {
            "first": SchemaNode({}, First, "create", "run", {}),
            "second": SchemaNode({"text": "first"}, Second, "create", "run", {"changed": changed}, is_target=True),
        }
    )
    configuration = GraphModelConfiguration(schema, GraphSchema({}), TrainingType.BOTH, None, None, None, None)
    with tempfile.TemporaryDirectory() as models:
        storage = LocalModelStorage.create(Path(models))
        GraphTrainer(storage, LocalTrainingCache(), DaskGraphRunner).train(
            configuration, TrainingDataImporter.load_from_dict({}, None, None, []), Path(models, "m.tar.gz")
        )
    return list(asked)


first, second = train("no"), train("yes")
print("from nothing, the component's own key was there:", first)
print("with its output cached and the next one changed:", second)
sys.exit(0 if all(first) and False in second else 1)
PY
cd "$folder"
RASA_TELEMETRY_ENABLED=false venv/bin/python train.py "$folder/cache" 2>"$folder/errors" || { tail -5 "$folder/errors"; exit 1; }
