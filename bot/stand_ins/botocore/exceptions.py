"""The errors that Rasa 3.6.21 names in `except` clauses; nothing raises them."""


class BotoCoreError(Exception):
    """Any error of botocore."""


class ClientError(Exception):
    """Amazon's answer to a request was an error."""
