"""What the entity ruler finds in a message, and the values it gives them."""
