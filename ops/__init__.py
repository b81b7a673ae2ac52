"""What an operator runs: set-up, supervisor, embedded PostgreSQL, import."""
