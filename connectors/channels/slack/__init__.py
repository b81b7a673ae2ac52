"""Slack as a channel: signed events and presses in, Block Kit out."""
