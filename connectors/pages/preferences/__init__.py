"""Where somebody chooses what they are written about, by a link and without signing in."""
