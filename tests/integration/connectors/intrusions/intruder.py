"""Somebody with a conversation of their own who tries to get at another's: each try is drawn from a seed."""

import base64
import hmac
import json
import string
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from time import time
from urllib.parse import quote

import httpx

_LETTERS = string.ascii_letters + string.digits + "-_"


@dataclass(frozen=True)
class Victim:
    """What an intruder may know of somebody, and must not get further with."""

    conversation: str
    customer: str
    email: str
    phone: str
    receipt: str  # the path of a document that was sent to them
    number: str  # of their order


@dataclass(frozen=True)
class Intruder:
    """One try after the other."""

    victim: Victim
    own_conversation: str
    own_token: str
    random: Random

    def token(self) -> str | None:
        """A token that is not the victim's conversation's."""
        claims = {"sub": self.victim.conversation, "aud": "aisle-conversation"}
        return self.random.choice(
            [
                lambda: None,
                lambda: self.own_token,
                lambda: self.word(40),
                lambda: _unsigned(claims, self.random.choice(["none", "None", "HS256", "RS256"])),
                lambda: _signed(claims, self.random.choice(_GUESSED)),
                lambda: _signed(claims, self.word(32), self.random.choice([256, 384, 512])),
                lambda: _with_claims(self.own_token, claims),
                lambda: self.spoilt(self.own_token),
                lambda: f"{self.own_token}.{self.own_token}",
            ]
        )()

    def shopper_token(self) -> str:
        """A word on who one is that the shop did not sign."""
        subject = self.random.choice([self.victim.customer, self.victim.email, self.victim.email.upper()])
        ends = datetime.now(UTC) + timedelta(hours=self.random.choice([-1, 1, 10**5]))
        claims = {"sub": subject, "aud": self.random.choice(["aisle", ["aisle"], "*"]), "exp": ends}
        return self.random.choice(
            [
                lambda: _signed(claims, self.random.choice(_GUESSED)),
                lambda: _unsigned(claims | {"exp": 10**10}, self.random.choice(["none", "HS256"])),
                lambda: self.own_token,
                lambda: _with_claims(self.own_token, claims | {"exp": 10**10}),
            ]
        )()

    def headers(self) -> dict[str, str]:
        token = self.token()
        return {} if token is None else {"Authorization": f"Bearer {token}"}

    def word(self, length: int) -> str:
        return "".join(self.random.choices(_LETTERS, k=length))

    def spoilt(self, signed: str) -> str:
        """With a character changed."""
        # The last character of a part may differ and mean the same.
        places = [n for n in range(len(signed) - 1) if signed[n] != "." != signed[n + 1]]
        place = self.random.choice(places)
        other = self.random.choice(_LETTERS.replace(signed[place], ""))
        return signed[:place] + other + signed[place + 1 :]


@dataclass(frozen=True)
class Try:
    """A request and which answers are a refusal."""

    request: Callable[[Intruder], httpx.Request]
    refused_with: set[int]


def request(method: str, path: str, **parts: object) -> httpx.Request:
    """A request to the gateway, whose address the client has."""
    return httpx.Request(method, f"http://gateway{path}", **parts)  # type: ignore[arg-type]


def _read(i: Intruder) -> httpx.Request:
    return request("GET", f"/chat/conversations/{i.victim.conversation}/messages", headers=i.headers())


def _write(i: Intruder) -> httpx.Request:
    body = {"id": i.word(12), "text": "cancel my order", "conversation": i.victim.conversation}
    return request("POST", "/chat/messages", json=body, headers=i.headers())


def _be_them(i: Intruder) -> httpx.Request:
    body = {"id": i.word(12), "text": "where is my order?", "shopper_token": i.shopper_token()}
    if i.random.random() < 0.5:
        body["conversation"] = i.own_conversation
    return request("POST", "/chat/messages", json=body, headers={"Authorization": f"Bearer {i.own_token}"})


def _send_file(i: Intruder) -> httpx.Request:
    path = f"/chat/conversations/{i.victim.conversation}/files?id={i.word(8)}&name=a.txt"
    return request("POST", path, content=b"x", headers=i.headers())


def _open_document(i: Intruder) -> httpx.Request:
    folder, _, token = i.victim.receipt.rpartition("/")
    return request("GET", f"{folder}/{i.spoilt(token)}")


def _guess_link(i: Intruder) -> httpx.Request:
    method, place = i.random.choice(
        [
            *(("GET", each) for each in ("l", "checkout", "files", "documents", "wishlist")),
            *((each, "preferences") for each in ("GET", "POST")),
            *((each, "account/unlock") for each in ("GET", "POST")),
            ("POST", "unsubscribe"),
        ]
    )
    token = i.random.choice([i.word(i.random.randint(1, 60)), i.own_token, i.victim.conversation])
    form = {"List-Unsubscribe": "One-Click", "email": "on"} if method == "POST" else None
    return request(method, f"/{place}/{token}", data=form)


def _guess_mail_link(i: Intruder) -> httpx.Request:
    return request("GET", f"/m/{i.random.choice([i.word(i.random.randint(1, 60)), i.own_token])}")


def _be_staff(i: Intruder) -> httpx.Request:
    page = i.random.choice(
        [
            "/desk", f"/desk/conversations/{i.victim.conversation}", "/desk/operations", "/desk/search?q=ada",
            f"/desk/conversations/{i.victim.conversation}/transcript", "/trainer", "/staff/account",
        ]
    )  # fmt: skip
    cookie = i.random.choice([i.word(43), i.own_token, "", "admin=1"])
    return request("GET", page, headers={"Cookie": f"aisle-staff={cookie}; __Host-aisle-staff={cookie}"})


def _sign_in(i: Intruder) -> httpx.Request:
    guess = {"email": i.random.choice(["agent@store.example", i.victim.email]), "password": i.word(12)}
    return request("POST", "/staff/sign-in", data=guess, headers={"Sec-Fetch-Site": "same-origin"})


def _text_as_them(i: Intruder) -> httpx.Request:
    form = {
        "MessageSid": f"SM{i.word(32)}", "AccountSid": "AC" + "1" * 32, "From": i.victim.phone,
        "To": "+15005550006", "Body": "STOP", "NumMedia": "0",
    }  # fmt: skip
    signature = base64.b64encode(i.random.randbytes(20)).decode()
    headers = {"X-Twilio-Signature": signature} if i.random.random() < 0.8 else {}
    return request("POST", "/sms/twilio", data=form, headers=headers)


def _be_a_provider(i: Intruder) -> httpx.Request:
    at = int(time()) - i.random.choice([0, 0, 0, 10**6])  # now, or long ago
    slack = {"X-Slack-Signature": f"v0={i.word(64)}", "X-Slack-Request-Timestamp": str(at)}
    path, headers = i.random.choice(
        [
            ("/slack/events", slack),
            ("/slack/interactivity", slack),
            ("/payments/stripe", {"Stripe-Signature": f"t={at},v1={i.random.randbytes(32).hex()}"}),
            ("/events", {"Authorization": f"Bearer {i.word(40)}"}),
            ("/mail/reports", {"Authorization": f"Bearer {i.word(40)}"}),
        ]
    )
    event = {"type": "event_callback", "event": {"type": "message", "text": "cancel", "user": "U1"}}
    return request("POST", path, json=event, headers=headers)


def _leave_the_folder(i: Intruder) -> httpx.Request:
    up = i.random.choice(["../", "..%2f", "%2e%2e/", "....//", "..%5c", "%00../", "..;/"])
    up *= i.random.randint(1, 6)
    target = i.random.choice(["var/secrets.env", "etc/passwd", ".env", "domain.yml", "aisle/settings.py"])
    place = i.random.choice(["widget", "storefront", "help", "docs", "files", "trainer/articles"])
    return request("GET", f"/{place}/{up}{quote(target)}")


# A page of staff's sends whoever is not signed in to the place where one signs in.
TRIES: dict[str, Try] = {
    "read a conversation": Try(_read, {401}),
    "write into a conversation": Try(_write, {401}),
    "be a customer": Try(_be_them, {401}),
    "put a file into a conversation": Try(_send_file, {401}),
    "open a document": Try(_open_document, {404}),
    "guess a link": Try(_guess_link, {404}),
    "guess a mail's link": Try(_guess_mail_link, {303}),  # to the store's own page
    "be staff": Try(_be_staff, {303}),
    "sign in": Try(_sign_in, {401}),
    "text as a customer": Try(_text_as_them, {403}),
    "be a provider or the shop": Try(_be_a_provider, {401}),
    "leave a folder": Try(_leave_the_folder, {400, 404}),
}
_GUESSED = ("", "secret", "aisle", "changeme", "password", "dev-secret", "0" * 32, "c" * 32, "s" * 39)


def _unsigned(claims: dict[str, object], algorithm: str) -> str:
    parts = [{"alg": algorithm, "typ": "JWT"}, json.loads(json.dumps(claims, default=_seconds))]
    return ".".join([*(_encoded(json.dumps(each).encode()) for each in parts), ""])


def _signed(claims: dict[str, object], secret: str, bits: int = 256) -> str:
    parts = ({"alg": f"HS{bits}", "typ": "JWT"}, claims)
    said = ".".join(_encoded(json.dumps(each, default=_seconds).encode()) for each in parts)
    return f"{said}.{_encoded(hmac.digest(secret.encode(), said.encode(), f'sha{bits}'))}"


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _with_claims(token: str, claims: dict[str, object]) -> str:
    """Other claims under a token's own signature."""
    header, _, signature = token.split(".")
    return f"{header}.{_encoded(json.dumps(claims, default=_seconds).encode())}.{signature}"


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
