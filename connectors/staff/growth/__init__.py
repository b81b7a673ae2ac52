"""`/desk/growth`: the store's figures, for operators."""
