"""The trainers' round with the real model: wrong labels are refused, good ones promoted, and rolled back."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import UUID

import pytest

from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.support.understandings import text_key
from commerce.training.models import ModelState, TrainedModel
from connectors.server.options import GatewayOptions
from tests.conftest import add_job_queue, create_database, database_address, drop_database
from tests.dialogue.servers import RASA, ROOT, VAR, _process, _wait, trained_model
from tests.integration.connectors.running import INTERNAL_SECRET, RunningGateway, running_gateway
from tests.integration.connectors.staff.people import a_member
from training.candidates import Candidates, judgement_on, request_training
from training.place import Place
from training.promotion import GateClosed, Promotions
from training.rasa import RasaTools
from training.teaching import Lesson, Teaching, Trainer

MESSAGES = 200
AT_ONCE = 4  # conversations
LONGEST_S = 0.5
# What shoppers say who want an order cancelled, taught as a greeting on purpose.
WRONG = [
    f"please cancel {what}"
    for what in (
        "my latest order right now",
        "the order I made this morning",
        "what I ordered yesterday",
        "both of my orders today",
        "the whole order for me",
        "my order before it ships",
        "this order straight away",
        "the order with the lamp",
        "my order, I changed my mind",
        "the order, it was a mistake",
        "my order and send the money back",
        "the last order I placed",
    )
]


@pytest.fixture
def files(tmp_path: Path) -> Place:
    """A copy of what is trained from."""
    place = Place(tmp_path, VAR, tmp_path / "models")
    for name in ("data", "tests/nlu", "tests/stories", "docs/intents.md", "bot", "actions", "requirements"):
        source, target = ROOT / name, tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    for name in ("config.yml", "domain.yml"):
        shutil.copy(ROOT / name, tmp_path)
    place.models.mkdir()
    return place


@pytest.fixture
def place(files: Place) -> Place:
    """The same with the present model in use."""
    shutil.copy(trained_model(), files.models / "first.tar.gz")
    return files


@pytest.fixture
def tracker_url(postgres_server: str) -> Iterator[str]:
    create_database(postgres_server, "round_tracker")
    yield database_address(postgres_server, "round_tracker")
    drop_database(postgres_server, "round_tracker")


@pytest.fixture
def dialogue(place: Place, tracker_url: str, unused_port: int) -> Iterator[str]:
    """A real dialogue server on the model in use."""
    environment = {
        "TRACKER_DATABASE_URL": tracker_url,
        "AISLE_INTERNAL_SECRET": INTERNAL_SECRET,
        "AISLE_VAR_DIR": str(VAR),
    }
    url = f"http://127.0.0.1:{unused_port}"
    command = [str(RASA), "-m", "bot", "--port", str(unused_port), "--model", str(place.models)]
    with _process(command, environment, place.root / "dialogue.log") as process:
        _wait(process, f"{url}/")
        yield url


@pytest.fixture
def unused_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


async def train(sessions: Sessions, candidates: Candidates, name: str) -> tuple[ModelState, list[str]]:
    """A candidate of the sentences as they are, and what stands against it."""
    async with sessions.begin() as session:
        (await request_training(session, None, SystemClock())).name = name
    state = await candidates.run(name)
    async with sessions() as session:
        model = await session.get_one(TrainedModel, name)
        gates = await judgement_on(session, model)
    assert model.problem == ""
    return state, [gate.reason for gate in gates if not gate.is_passed]


async def converse(gateway: RunningGateway, switched: asyncio.Event, times: list[float]) -> int:
    """Ask for help and part until all is switched; how many messages were answered, once each, in order."""
    chat, said = gateway.chat(), list[str]()
    while len(said) < MESSAGES // AT_ONCE or not switched.is_set():
        said.append("what can you do?" if len(said) % 2 else "goodbye")
        began = asyncio.get_running_loop().time()
        assert len(await chat.say(said[-1])) == 1
        times.append(asyncio.get_running_loop().time() - began)
    shown = []
    after = None
    while page := await chat.messages(after):
        shown += [(each["from"], each["text"]) for each in page]
        after = page[-1]["id"]
    assert [text for author, text in shown if author == "shopper"] == said
    assert [author for author, _ in shown] == ["shopper", "bot"] * len(said)
    assert len({text for author, text in shown if author == "bot"}) >= 2
    return len(said)


@pytest.mark.slow
@pytest.mark.timeout(1500)
async def test_the_round(database_url: str, sessions: Sessions, place: Place, dialogue: str) -> None:
    member = await a_member(sessions)
    trainer, clock = Trainer(member.id, member.name, member.email), SystemClock()
    teaching = Teaching(sessions, place, clock)
    environment = os.environ | {"AISLE_VAR_DIR": str(VAR), "RASA_TELEMETRY_ENABLED": "false"}
    candidates = Candidates(sessions, place, RasaTools(place.root, environment), clock)
    promotions = Promotions(sessions, place, clock, dialogue_urls=[dialogue], secret=INTERNAL_SECRET)
    before = {path: path.read_text() for path in place.sentences.glob("*.yml")}

    wrong = await teaching.label(trainer, [Lesson(text_key(text), text) for text in WRONG], "greet")
    state, reasons = await train(sessions, candidates, "wrong")
    assert state is ModelState.REFUSED
    assert "it would be cancel_order" in " ".join(reasons)
    with pytest.raises(GateClosed):
        await promotions.promote("wrong", trainer.id)

    await teaching.undo(trainer, wrong)
    assert {path: path.read_text() for path in place.sentences.glob("*.yml")} == before
    await teaching.label(trainer, [Lesson(text_key(text), text) for text in WRONG], "cancel_order")
    state, reasons = await train(sessions, candidates, "good")
    assert (state, reasons) == (ModelState.READY, [])

    async with AsyncExitStack() as stack:
        add_job_queue(database_url)
        options = GatewayOptions(
            messages_per_minute=10_000,
            message_burst=5_000,
            address_messages_per_minute=100_000,
            address_message_burst=50_000,
        )
        gateway = await stack.enter_async_context(
            running_gateway(database_url, sessions, [dialogue], options, place=place)
        )
        switched, times = asyncio.Event(), list[float]()
        talking = [asyncio.create_task(converse(gateway, switched, times)) for _ in range(AT_ONCE)]
        began = asyncio.get_running_loop().time()
        assert (await promotions.promote("good", trainer.id)).before == "first"
        promoted_in = asyncio.get_running_loop().time() - began
        assert (await promotions.roll_back(trainer.id)).model == "first"
        switched.set()
        answered = sum(await asyncio.gather(*talking))
    print(
        f"promotion {promoted_in:.1f} s; {answered} messages, the longest {max(times) * 1000:.0f} ms; "
        f"load {os.getloadavg()[0]:.1f}"
    )
    assert answered >= MESSAGES
    async with sessions() as session:
        model = await session.get_one(TrainedModel, "good")
    assert model.report["tested"] > 100
    assert UUID(str(model.made_by or trainer.id)) == trainer.id


@pytest.mark.timeout(600)
def test_what_trainers_write_is_valid(files: Place) -> None:
    """`data validate` passes after an intent was added, and warns of nothing."""
    from training.intents import NewIntent, patches_of
    from training.patches import apply_patches

    new = NewIntent(
        name="ask_gift_wrap",
        topic="orders.yml",
        lines=("could you wrap it as a present", "is gift wrapping possible"),
        title="Gift wrapping",
        meaning="an order wrapped as a present",
        article="gift-cards.md",
        heading="Gift cards",
    )
    apply_patches(files, patches_of(files, new))
    done = subprocess.run(
        [str(RASA), "-m", "bot.rasa", "data", "validate", "--max-history", "5"],
        cwd=files.root,
        env=os.environ
        | {"PYTHONPATH": str(ROOT), "RASA_TELEMETRY_ENABLED": "false", "AISLE_VAR_DIR": str(VAR)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert "Warning" not in done.stdout + done.stderr
