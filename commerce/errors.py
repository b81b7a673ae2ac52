"""What the core refuses: typed here or beside the service, worded for people at the edge."""


class CommerceError(Exception):
    """A request the store's rules do not allow; nothing was changed.

    Its message is the first line of its docstring, with its fields in their places: most are dataclasses
    (without an equality of their own, since exceptions are told apart by identity).
    """

    def __str__(self) -> str:
        words = " ".join(map(str, self.args))
        if words and not hasattr(self, "__dataclass_fields__"):
            return words
        return (type(self).__doc__ or "").partition("\n\n")[0].format(**vars(self))


class NotFound(CommerceError):
    """What was asked for is not there, or is not this shopper's: the two are never told apart."""


class NotAllowed(CommerceError):
    """The shopper's identity does not reach far enough for this request."""
