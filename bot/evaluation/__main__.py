"""`python -m bot.evaluation <command>`, in the environment of the dialogue server."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import datetime
from pathlib import Path

from bot.encoder.files import EncoderMissing
from bot.environment import prepare_environment
from bot.evaluation.labelled import read_labelled
from bot.evaluation.refusals import Refused
from bot.preflight import CannotStart, model_file

CONFIG = Path("config.yml")


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; 1 after one line when it cannot."""
    options = _parser().parse_args(arguments)
    prepare_environment(OMP_NUM_THREADS=str(os.cpu_count() or 1), TQDM_DISABLE="1")
    try:
        options.run(options)
    except (CannotStart, EncoderMissing, Refused) as reason:
        print(reason, file=sys.stderr)  # noqa: T201
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot.evaluation", description=__doc__)
    adding = parser.add_subparsers(required=True, metavar="command")
    report = adding.add_parser("report", help=_report.__doc__)
    report.add_argument("--out", type=Path, default=Path("var/evaluation"))
    report.add_argument("--generalisation", action="store_true", help="learn from less as well; minutes")
    report.set_defaults(run=_report)
    score = adding.add_parser("score", help=_score.__doc__)
    score.add_argument("file", type=Path)
    score.set_defaults(run=_score)
    strangers = adding.add_parser("strangers", help=_strangers.__doc__)
    strangers.add_argument("folder", type=Path)
    strangers.set_defaults(run=_strangers)
    benchmark = adding.add_parser("benchmark", help=_benchmark.__doc__)
    benchmark.add_argument("folder", type=Path)
    benchmark.add_argument("--ten", action="store_true", help="ten sentences an intent, several draws")
    benchmark.add_argument("--with-default", action="store_true", help="Rasa's default pipeline beside it")
    benchmark.set_defaults(run=_benchmark)
    inbox = adding.add_parser("inbox", help=_inbox.__doc__)
    inbox.set_defaults(run=_inbox)
    candidate = adding.add_parser("candidate", help=_candidate.__doc__)
    candidate.add_argument("--out", type=Path, default=Path("models"))
    candidate.add_argument("--name", required=True, help="of the new model, without .tar.gz")
    candidate.add_argument("--in-use", type=Path, help="the model to compare with")
    candidate.add_argument("--trained", action="store_true", help="it is there, and only measured")
    candidate.set_defaults(run=_candidate)
    adding.add_parser("counsel", help=_counsel.__doc__).set_defaults(run=_counsel)
    understand = adding.add_parser("understand", help=_understand.__doc__)
    understand.add_argument("model", type=Path)
    understand.set_defaults(run=_understand)
    play = adding.add_parser("play", help=_play.__doc__)
    play.add_argument("model", type=Path)
    play.set_defaults(run=_play)
    adding.add_parser("review", help=_review.__doc__).set_defaults(run=_review)
    return parser


def _report(options: argparse.Namespace) -> None:
    """Evaluate the pipeline on the project's data; a page under --out."""
    from bot.evaluation.evaluate import Sources, evaluate  # noqa: PLC0415
    from bot.evaluation.pipeline import Config, Pipeline  # noqa: PLC0415
    from bot.evaluation.report import summary, write  # noqa: PLC0415

    folder = options.out / datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    folder.mkdir(parents=True)
    pipeline = Pipeline(Config.read(CONFIG))
    evaluation = evaluate(pipeline, Sources(), folder, _progress, generalises=options.generalisation)
    page = write(evaluation, folder)
    _print(*summary(evaluation), f"report: {page}")


def _score(options: argparse.Namespace) -> None:
    """Score a labelled file with the model in use."""
    messages = read_labelled(options.file)
    from bot.evaluation.evaluate import Sources, measured  # noqa: PLC0415
    from bot.evaluation.pipeline import Config  # noqa: PLC0415
    from bot.evaluation.rasa_model import RasaModel  # noqa: PLC0415
    from bot.evaluation.report import lines_of_set  # noqa: PLC0415

    model = RasaModel(model_file(Sources().models))
    answers = model.answers([each.text for each in messages])
    found = measured(messages, answers, Config.read(CONFIG).threshold)
    _print(*lines_of_set(f"{options.file} by {model.name}", found))


def _strangers(options: argparse.Namespace) -> None:
    """Score a folder of files with columns text, intent, accepted, with the model in use."""
    from bot.evaluation.evaluate import Sources  # noqa: PLC0415
    from bot.evaluation.pipeline import Config  # noqa: PLC0415
    from bot.evaluation.rasa_model import RasaModel  # noqa: PLC0415
    from bot.evaluation.strangers import HEAD, StrangersScore, read_sets, together  # noqa: PLC0415

    sets, threshold = read_sets(options.folder), Config.read(CONFIG).threshold
    model = RasaModel(model_file(Sources().models))
    answers = {name: model.answers([each.text for each in messages]) for name, messages in sets.items()}
    _print(f"by {model.name}", HEAD)
    for name, messages in sets.items():
        _print(StrangersScore.of(messages, answers[name], threshold).line(name))
    everything = [each for messages in sets.values() for each in messages]
    _print(StrangersScore.of(everything, together(list(answers.values())), threshold).line("together"))


def _benchmark(options: argparse.Namespace) -> None:
    """Train the pipeline on a public data set (train.csv, test.csv) and score it there."""
    from bot.evaluation.benchmark import DataSet, benchmark, benchmark_default  # noqa: PLC0415
    from bot.evaluation.pipeline import Config, Pipeline  # noqa: PLC0415

    data = DataSet.read(options.folder)
    pipeline = Pipeline(Config.read(CONFIG))
    _print(*benchmark(pipeline, data, few=options.ten, say=_progress).lines())
    if options.with_default:
        for line in benchmark_default(data, few=options.ten, say=_progress).lines():
            _print(f"Rasa's default pipeline: {line}")


def _inbox(options: argparse.Namespace) -> None:  # noqa: ARG001  all commands are called alike
    """Write messages, read as JSON from standard input, as training data to be corrected."""
    from bot.evaluation.inbox import as_training_data, groups, read_inbox  # noqa: PLC0415
    from bot.evaluation.pipeline import Config, Pipeline  # noqa: PLC0415

    heard = read_inbox(sys.stdin.read())
    _print(*as_training_data(groups(Pipeline(Config.read(CONFIG)), heard)))


def _candidate(options: argparse.Namespace) -> None:
    """Train a model and compare it with another; JSON in (messages, cases, known) and out, a line a step."""
    from bot.evaluation.workshop import candidate  # noqa: PLC0415

    path = options.out / f"{options.name}.tar.gz"
    candidate(sys.stdin.read(), path, options.in_use, is_trained=options.trained)


def _counsel(options: argparse.Namespace) -> None:  # noqa: ARG001
    """Say of messages, read as JSON from standard input, what they may mean and which are alike."""
    from bot.evaluation.workshop import counsel  # noqa: PLC0415

    counsel(sys.stdin.read())


def _understand(options: argparse.Namespace) -> None:
    """Say what a model makes of texts, read as a JSON list from standard input."""
    from bot.evaluation.workshop import understand  # noqa: PLC0415

    understand(sys.stdin.read(), options.model)


def _play(options: argparse.Namespace) -> None:
    """Play stories, read as a JSON string of YAML from standard input, by a model."""
    from bot.evaluation.workshop import play  # noqa: PLC0415

    play(sys.stdin.read(), options.model)


def _review(options: argparse.Namespace) -> None:  # noqa: ARG001
    """Look for doubtful labels and near-repeats among the training sentences."""
    from bot.evaluation.workshop import review  # noqa: PLC0415

    review()


def _progress(doing: str) -> None:
    _print(f"aisle: {doing} ...")


def _print(*lines: str) -> None:
    for line in lines:
        print(line, flush=True)  # noqa: T201  for the operator


if __name__ == "__main__":
    sys.exit(main())
