"""The store's core: its schema, rules and services. Knows no Rasa, Sanic, Slack or Twilio."""
