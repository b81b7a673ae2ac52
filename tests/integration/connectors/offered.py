"""Every quick reply that domain.yml offers, to be typed instead of pressed."""

from pathlib import Path
from typing import Any

import yaml

from connectors.server.readiness import WARM_UP_CONVERSATION
from tests.integration.connectors.fake_dialogue import FakeDialogue

ROOT = Path(__file__).resolve().parents[3]
Button = dict[str, str]


def offers() -> dict[str, list[Button]]:
    """The buttons of each response that has some, each set once, by one response's name."""
    responses: dict[str, list[dict[str, Any]]] = yaml.safe_load((ROOT / "domain.yml").read_text())[
        "responses"
    ]
    found: dict[str, list[Button]] = {}
    seen: set[tuple[str, ...]] = set()
    for name, variants in responses.items():
        for variant in variants:
            buttons = variant.get("buttons") or []
            key = tuple(f"{button['title']} {button['payload']}" for button in buttons)
            if buttons and key not in seen:
                seen.add(key)
                found[name] = buttons
    return found


def titles() -> list[tuple[str, Button]]:
    """A response that offers it and the quick reply, for each quick reply once."""
    found: dict[tuple[str, str], tuple[str, Button]] = {}
    for name, buttons in offers().items():
        for button in buttons:
            found.setdefault((button["title"], button["payload"]), (name, button))
    return list(found.values())


def script() -> dict[str, list[dict[str, Any]]]:
    """What a fake dialogue server answers: to a response's name, that response."""
    return {name: [{"text": f"About {name}.", "buttons": buttons}] for name, buttons in offers().items()}


def typed(title: str, number: int) -> str:
    """The title as somebody types it, in one of several manners."""
    manners = (
        title.lower(),
        f"{title.upper()}!!",
        f"{title}, please",
        f"ok {title.rstrip('?.')} thanks",
        title,
    )
    return manners[number % len(manners)]


def heard_last(dialogue: FakeDialogue) -> list[str]:
    """What the dialogue server heard last in each conversation, which it then forgets."""
    heard = [turns[-1] for sender, turns in dialogue.turns.items() if sender != str(WARM_UP_CONVERSATION)]
    dialogue.turns.clear()
    return heard
