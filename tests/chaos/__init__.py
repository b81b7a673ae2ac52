"""`make chaos`: what can be broken on one machine is, while shoppers talk; then a checker counts."""
