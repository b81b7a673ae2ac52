"""What trainers work on: the sentences on disk, candidates, and the model in use."""
