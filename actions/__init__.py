"""The action server: translates between a dialogue and the store's core."""
