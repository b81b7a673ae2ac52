"""The dialogue server: Rasa 3.6.21 with our launcher, encoder, classifier and tracker store."""
