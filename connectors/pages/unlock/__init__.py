"""Where the owner of a locked account unlocks it, by the link that was sent to them."""
