"""Flows: the requests that take more than one message, all of one shape (`actions.engine.form`)."""
