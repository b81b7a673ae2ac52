"""What is deployed elsewhere is what `make run` runs here: the same processes, settings and ports."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import kubernetes_validate
import pytest
import yaml

from aisle.settings import ROOT, Settings, secret_setting_names, setting_names
from commerce.attachments.files import LARGEST_FILE
from connectors.staff.desk.writing_routes import MOST_FILES
from ops.process import ProcessSpec
from ops.processes import process_specs
from training.rasa import rasa_environment

DEPLOY = ROOT / "ops" / "deploy"
MANIFESTS = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
KUBERNETES = "1.32"
SECRET_NAMES = ("AISLE_SHOPPER_TOKEN_SECRET", "AISLE_CONVERSATION_SECRET", "AISLE_INTERNAL_SECRET")
# A secret that only production's own would be: each different, long and mixed.
GIVEN = {name: f"{name}-0123456789abcdefghij" for name in SECRET_NAMES} | {
    "POSTGRES_PASSWORD": "p",
    "AISLE_PUBLIC_URL": "https://chat.shop.example",
    "AISLE_SMTP_HOST": "mail.example",
}
VARIABLE = re.compile(r"\$\{(\w+)(?::\?|:-([^}]*))?\}")


def manifests() -> Iterator[dict[str, Any]]:
    for path in MANIFESTS:
        yield from yaml.safe_load_all(path.read_text())


def one(kind: str, name: str = "aisle") -> dict[str, Any]:
    (found,) = [each for each in manifests() if (each["kind"], each["metadata"]["name"]) == (kind, name)]
    return found


def compose() -> dict[str, Any]:
    """The Compose file with its variables filled in."""
    text = VARIABLE.sub(
        lambda found: GIVEN.get(found[1], found[2] or ""), (DEPLOY / "compose.yml").read_text()
    )
    return yaml.safe_load(text)


def settings_from(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in setting_names().values():
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return Settings(_env_file=None)


def pod_settings(monkeypatch: pytest.MonkeyPatch) -> Settings:
    secret = {name: GIVEN.get(name, value) for name, value in one("Secret")["stringData"].items()}
    return settings_from(one("ConfigMap")["data"] | secret, monkeypatch)


def specs_of(settings: Settings) -> list[ProcessSpec]:
    return process_specs(settings, httpx.AsyncClient())


def command_of(spec: ProcessSpec) -> list[str]:
    """The command, seen from /app."""
    python = ".venv-rasa/bin/python" if "bot" in spec.command else ".venv/bin/python"
    return [python, *(each.replace(str(ROOT), "/app") for each in spec.command[1:])]


def containers() -> list[dict[str, Any]]:
    return one("Deployment")["spec"]["template"]["spec"]["containers"]


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.name)
def test_manifests_are_of_kubernetes(path: Path) -> None:
    for manifest in yaml.safe_load_all(path.read_text()):
        kubernetes_validate.validate(manifest, KUBERNETES, strict=True)


def test_a_pod_runs_what_the_supervisor_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = [each["command"] + each.get("args", []) for each in containers()]
    expected = [command_of(spec) for spec in specs_of(pod_settings(monkeypatch))]
    assert sorted(ran) == sorted(expected)


def test_so_does_each_machine_of_compose(monkeypatch: pytest.MonkeyPatch) -> None:
    services = compose()["services"]
    settings = settings_from(services["gateway-a"]["environment"], monkeypatch)
    expected = sorted(command_of(spec) for spec in specs_of(settings))
    for machine in ("machine-a", "machine-b"):
        of_it = [each for each in services.values() if each.get("network_mode") == f"service:{machine}"]
        assert sorted(each["command"] for each in of_it) == expected


def test_no_process_of_compose_owns_the_network_that_the_others_are_in() -> None:
    services = compose()["services"]
    owners = {each["network_mode"] for each in services.values() if "network_mode" in each}
    assert {services[owner.removeprefix("service:")]["command"][0] for owner in owners} == {"sleep"}


def test_compose_reads_the_whole_of_env_but_for_who_may_know_no_secrets() -> None:
    services = compose()["services"]
    for name, each in services.items():
        is_told = each["image"] == "aisle" and not name.startswith(("dialogue", "machine"))
        assert each.get("env_file", []) == (["../../.env"] if is_told else []), name
    pinned = services["gateway-a"]["environment"]
    named = {"AISLE_PORT", "AISLE_ACTIONS_PORT", "AISLE_DIALOGUE_PORT", "AISLE_DIALOGUE_SERVERS"}
    assert named <= pinned.keys(), "what the other containers and their commands rely on"


def test_what_stands_before_the_gateway_lets_files_through() -> None:
    largest = MOST_FILES * LARGEST_FILE
    limit = re.compile(r"(?:client_max_body_size|proxy-body-size:)\s+(\d+)m")
    for path in (ROOT / "docs/nginx.conf", DEPLOY / "nginx.conf", DEPLOY / "kubernetes/aisle.yaml"):
        assert [int(each) for each in limit.findall(path.read_text())] == [largest // 2**20 + 1], path


def test_the_settings_are_fit_for_production(monkeypatch: pytest.MonkeyPatch) -> None:
    of_compose = settings_from(compose()["services"]["gateway-a"]["environment"], monkeypatch)
    for settings in (pod_settings(monkeypatch), of_compose):
        assert settings.is_production
        assert settings.trusted_proxies == 1
        assert settings.host == "0.0.0.0"


def test_every_setting_named_is_one_and_secrets_lie_with_secrets() -> None:
    config, secret = one("ConfigMap")["data"], one("Secret")["stringData"]
    of_compose = compose()["services"]["gateway-a"]["environment"]
    assert {*config, *secret, *of_compose} <= set(setting_names().values())
    assert not secret_setting_names() & config.keys()
    assert secret.keys() <= secret_setting_names()


def test_the_values_that_must_be_changed_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    example = one("ConfigMap")["data"] | one("Secret")["stringData"]
    with pytest.raises(ValueError, match="AISLE_INTERNAL_SECRET is too short"):
        settings_from(example, monkeypatch)


def test_dialogue_servers_know_what_the_supervisor_tells_them_and_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = pod_settings(monkeypatch)
    told = rasa_environment(settings) | {"AISLE_VAR_DIR": "/app/var"}
    known = {"TRACKER_DATABASE_URL", "AISLE_INTERNAL_SECRET"}
    assert one("ConfigMap", "aisle-dialogue")["data"] == told
    dialogue = [each for each in containers() if each["name"].startswith("dialogue")]
    assert len(dialogue) == settings.dialogue_servers
    for each in dialogue:
        assert {entry["name"] for entry in each["env"]} == known
        assert each["envFrom"] == [{"configMapRef": {"name": "aisle-dialogue"}}]
    of_compose = compose()["services"]["dialogue-a"]["environment"]
    assert of_compose.keys() == told.keys() | known | {"AISLE_TRACES_URL"}


def test_dialogue_servers_are_told_what_only_the_settings_file_says(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {
        "AISLE_LOCALE": "en-GB",
        "AISLE_TIME_ZONE": "Europe/London",
        "AISLE_TRACES_URL": "http://traces:4318",
    }
    settings = settings_from({**GIVEN, **told, "DATABASE_URL": "postgresql://a:p@db/a"}, monkeypatch)
    for name in told:
        monkeypatch.delenv(name)  # as in a file that only Settings reads
    (dialogue,) = [spec for spec in specs_of(settings) if spec.name == "dialogue"]
    assert dialogue.environment.items() >= told.items()


def test_what_is_referred_to_is_there() -> None:
    pod = one("Deployment")["spec"]["template"]
    assert pod["metadata"]["labels"].items() >= one("Service")["spec"]["selector"].items()
    for kind in ("PodDisruptionBudget", "NetworkPolicy"):
        spec = one(kind)["spec"]
        assert (spec.get("selector") or spec["podSelector"])["matchLabels"] == pod["metadata"]["labels"]
    gateway = next(each for each in containers() if each["name"] == "gateway")
    assert gateway["ports"] == [{"name": "http", "containerPort": 8080}]
    assert one("Service")["spec"]["ports"][0]["targetPort"] == "http"
    claims = {each["persistentVolumeClaim"]["claimName"] for each in pod["spec"]["volumes"]}
    assert claims == {one("PersistentVolumeClaim", "aisle-files")["metadata"]["name"]}
    secret = one("Secret")["stringData"]
    for each in containers():
        for entry in each.get("env", []):
            assert entry["valueFrom"]["secretKeyRef"]["key"] in secret


def test_compose_refers_to_what_is_there() -> None:
    file = compose()
    for service in file["services"].values():
        assert set(service.get("depends_on", ())) <= file["services"].keys()
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            assert (DEPLOY / source).is_file() if source.startswith(".") else source in file["volumes"]
    servers = re.findall(r"server (\S+):8080;", (DEPLOY / "nginx.conf").read_text())
    assert servers == [name for name in file["services"] if name.startswith("machine-")]


def test_the_image_leaves_out_what_is_secret_or_made_on_the_machine() -> None:
    left_out = (DEPLOY / "Dockerfile.dockerignore").read_text().split()
    assert {".env", ".git", ".rasa", "var", "models", ".venv*"} <= set(left_out)
    copied = re.findall(r"^COPY (?:--\S+ )?(\S+)", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    assert all((ROOT / each).exists() for each in copied if not each.startswith("/app"))
