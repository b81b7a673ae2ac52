"""Slack as a channel: signed events and presses in, Block Kit out. The agents' desk builds on the same parts."""
