"""What the store holds of a person: written down for them, forgotten at their wish or after its time."""
