"""The trainers' place: pages by which messages become sentences, and sentences a model."""
