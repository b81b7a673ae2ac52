"""`make chaos`: everything that can be broken on one machine is, while shoppers talk; a checker counts after it."""
