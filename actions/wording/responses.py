"""The words of `domain.yml`, for answers that are put together from several of its responses."""

from typing import Any

from rasa_sdk.types import DomainDict

Button = dict[str, str]


class Words:
    """The responses of the domain that Rasa sent with its request."""

    def __init__(self, domain: DomainDict) -> None:
        self._responses = domain["responses"]

    def require(self, response: str) -> None:
        """Raise KeyError when the domain has no such response, of which Rasa would say nothing at all."""
        if not self.has(response):
            raise KeyError(f"{response} is not in the domain")

    def has(self, response: str) -> bool:
        """Whether the domain has such a response."""
        return response in self._responses

    def phrase(self, response: str, **values: Any) -> str:
        """The text of `response` with `values` in its places."""
        return str(self._responses[response][0]["text"].format(**values))

    def buttons(self, response: str, **values: Any) -> list[Button]:
        """The quick replies of `response` with `values` in their places."""
        return [
            {key: text.format(**values) for key, text in button.items()}
            for button in self._responses[response][0].get("buttons", [])
        ]
