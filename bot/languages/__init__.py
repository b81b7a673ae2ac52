"""Which language a message is written in, and which words are English."""
