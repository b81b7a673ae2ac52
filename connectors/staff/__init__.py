"""The store's people: signing in, and who may open which page."""
