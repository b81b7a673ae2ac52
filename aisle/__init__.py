"""What every process of `.venv` shares: settings and logging."""
