"""A message of claims as it is sent to KUHR: read without who the patients are, priced, and compared."""
