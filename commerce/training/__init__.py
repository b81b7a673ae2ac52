"""What trainers decided, the models that came of it, and how they are judged."""
