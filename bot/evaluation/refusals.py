"""Why something cannot be measured; each message is one line for the operator."""

from __future__ import annotations


class Refused(Exception):
    """Something that is measured, or measured with, is missing or wrong."""


class BadFile(Refused):
    """A file that cannot be scored: which, where and why."""


class ConfigUnfit(Refused):
    """config.yml lacks what is measured: what."""


class ModelUnfit(Refused):
    """A trained model that cannot be loaded: which."""


class StoriesNotRun(Refused):
    """`rasa test core` failed: its last lines."""


class DefaultNotTrained(Refused):
    """`rasa train` of the default pipeline failed: its last lines."""


class NotTrained(Refused):
    """The training of a candidate failed: how it ended."""
