"""The desk in Slack: a case is a card in a channel and a thread below it."""
