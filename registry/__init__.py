"""What was true, and when we learned it."""
