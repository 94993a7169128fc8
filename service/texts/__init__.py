"""What is said to people: one file per language, and the code that fills the sentences."""
