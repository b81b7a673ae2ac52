"""Quick replies: what a shopper may press instead of typing."""

import json
from typing import Any

from actions.wording.responses import Button

# By its title the button is known again, in "put it back".
UNDO = "Undo"


def quick_reply(title: str, intent: str, **entities: Any) -> Button:
    """A button that means `intent` with these entities."""
    facts = json.dumps(entities) if entities else ""
    return {"title": title, "payload": f"/{intent}{facts}"}
