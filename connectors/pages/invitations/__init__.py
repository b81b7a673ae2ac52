"""What a friend's link opens."""
