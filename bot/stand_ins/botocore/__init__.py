"""Stands in for botocore: see boto3 beside it."""
