"""What trainers run: how well messages are understood, and what should be taught next."""

import json
from datetime import timedelta
from pathlib import Path

from aisle.settings import Settings
from ops.steps import Say, run_steps
from ops.store import open_store


async def flows(settings: Settings, say: Say) -> None:
    """Write the rules and forms that Rasa needs of the flows in actions/flows/listed.py."""
    from ops.flow_files import write_flow_files

    del settings
    write_flow_files()
    say("data/rules/flows.yml and domain.yml are those of the flows")


async def invented(settings: Settings, say: Say) -> None:
    """Write the training sentences about companies, places and goods that are drawn from ops/invented.yml."""
    from ops.invented_sentences import FILE, write_invented_sentences

    del settings
    write_invented_sentences()
    say(f"{FILE.name} is what ops/invented.yml says")


async def evaluate(
    settings: Settings, say: Say, *, file: Path | None, strangers: Path | None, generalisation: bool
) -> None:
    """Measure how well messages are understood; with a file or a folder, score it with the model in use."""
    from ops.evaluation import run_evaluation
    from ops.setup import encoder_step

    if file is not None:
        await run_evaluation(settings, "score", [file.absolute()])
        return
    if strangers is not None:
        await run_evaluation(settings, "strangers", [strangers.absolute()])
        return
    await run_steps([encoder_step(settings)], say)
    options = ["--generalisation"] * generalisation
    await run_evaluation(settings, "report", ["--out", settings.var_path / "evaluation", *options])


async def benchmark_nlu(
    settings: Settings, say: Say, *, directory: Path, ten: bool, with_default: bool
) -> None:
    """Train the pipeline on a public data set (train.csv, test.csv) and score it there."""
    from ops.evaluation import run_evaluation
    from ops.setup import encoder_step

    await run_steps([encoder_step(settings)], say)
    options = ["--ten"] * ten + ["--with-default"] * with_default
    await run_evaluation(settings, "benchmark", [directory.absolute(), *options])


async def nlu_inbox(settings: Settings, say: Say, count: int) -> None:
    """Print the messages that were perhaps misunderstood, the worst first, as training data to correct."""
    from commerce.clock import SystemClock
    from commerce.training.inbox import undecided
    from ops.evaluation import run_evaluation
    from ops.setup import encoder_step

    since = SystemClock().now() - timedelta(days=settings.keep_understandings_days)
    async with open_store(settings, "make nlu-inbox", say) as sessions, sessions() as session:
        entries = await undecided(session, since, count)
    if not entries:
        say("no message shows signs of misunderstanding")
        return
    await run_steps([encoder_step(settings)], say)
    heard = [
        {
            "text": each.text,
            "intent": each.intent,
            "confidence": each.confidence,
            "signs": each.signs,
            "badness": each.badness,
            "times": each.times,
        }
        for each in entries
    ]
    await run_evaluation(settings, "inbox", given=json.dumps(heard).encode())
