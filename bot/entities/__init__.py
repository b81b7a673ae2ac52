"""What the entity ruler finds in a message, on a blank English spaCy pipeline, and the values it gives them."""
