"""What the core refuses: typed here or beside the service, worded for people at the edge."""


class CommerceError(Exception):
    """A request the store's rules do not allow; nothing was changed."""


class NotFound(CommerceError):
    """What was asked for is not there, or is not this shopper's: the two are never told apart."""


class NotAllowed(CommerceError):
    """The shopper's identity does not reach far enough for this request."""
