"""What goes wrong for an operator."""


class OperatorError(Exception):
    """Why a command cannot go on; the message is a line for the operator that says what to do."""
