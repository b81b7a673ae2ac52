"""The gateway: the channels shoppers write on, the message log, and turns with the dialogue server."""
