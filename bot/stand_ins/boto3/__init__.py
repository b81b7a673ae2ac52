"""Stands in for boto3 and botocore, which only Rasa's stores at Amazon run: the names it is imported with.

Found only where the real ones are not installed: see docs/decisions/0130-without-tensorflow.md.
"""

from absent import stand_in

stand_in("boto3", {"boto3.dynamodb.conditions": "Key"})
