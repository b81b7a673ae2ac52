"""`make bench`: how fast the product starts and answers, beside the bot that `rasa init` makes."""
