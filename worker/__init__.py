"""Background jobs: what is to happen later, again, or regularly."""
