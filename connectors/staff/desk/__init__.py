"""The web desk: where the store's people answer shoppers and act for them."""
