"""The demo store: a believable shop made from a fixed seed, its dates relative to today."""
