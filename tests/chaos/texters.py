"""Shoppers by text: Twilio tells each text again until it is taken, and the replies leave by Twilio."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

import httpx
from twilio.request_validator import SIGNATURE_HEADER, RequestValidator

from tests.chaos.shoppers import ANSWER_DEADLINE_S
from tests.chaos.vendors import Vendors
from tests.fakes.twilio import TOKEN, text_form

LINES = ("hello", "what can you do?", "how long do I have to return something?", "are you a bot?", "thanks")


@dataclass(slots=True)
class Texter:
    """One number. `said` are the texts that were taken, by Twilio's name of each, in order."""

    urls: Sequence[str]
    number: str
    vendors: Vendors
    random: Random
    said: list[tuple[str, str]] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)

    def talk(self, over: threading.Event) -> None:
        """Text one thing after the other until `over`, each once something was heard of the one before."""
        with httpx.Client(timeout=20, trust_env=False) as client:
            while not over.wait(self.random.uniform(0.5, 2.0)):
                if not self._say(client, self.random.choice(LINES)):
                    return

    def _say(self, client: httpx.Client, text: str) -> bool:
        heard = len(self.vendors.twilio.texts_to(self.number))
        form = text_form(self.number, text)
        give_up = time.monotonic() + ANSWER_DEADLINE_S
        while not self._is_taken(client, form):
            if time.monotonic() > give_up:
                self.unanswered.append(form["MessageSid"])
                return False
            time.sleep(self.random.uniform(0.1, 0.5))  # as Twilio waits before it tells again
        self.said.append((form["MessageSid"], text))
        while len(self.vendors.twilio.texts_to(self.number)) == heard:
            if time.monotonic() > give_up:
                self.unanswered.append(form["MessageSid"])
                return False
            time.sleep(0.05)  # between two looks at the condition
        return True

    def _is_taken(self, client: httpx.Client, form: dict[str, str]) -> bool:
        url = f"{self.random.choice(self.urls)}/sms/twilio"
        headers = {SIGNATURE_HEADER: RequestValidator(TOKEN).compute_signature(url, form)}
        try:
            answer = client.post(url, data=form, headers=headers)
        except httpx.TransportError:
            return False
        assert answer.status_code in {200, 204, 429, 503}, f"{answer.status_code} {answer.text}"
        return answer.is_success
