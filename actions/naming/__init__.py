"""How people name the items of an order and the variants they want instead; pure, it knows no dialogue."""
