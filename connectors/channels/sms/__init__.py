"""The SMS channel: texts by Twilio, or by the phone that the development page plays."""
