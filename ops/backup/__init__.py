"""Backups of both databases: sealed for a key that need not be on the machine, and restored."""
