"""The intent classifier's mathematics, free of Rasa: a linear head and how sure to be of it."""
