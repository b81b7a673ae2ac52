"""Rasa graph components: thin classes between Rasa's messages and our entities, encoder and classifier."""
