"""Word lists that stay readable."""


def words(text: str) -> frozenset[str]:
    """The words of `text`."""
    return frozenset(text.split())
