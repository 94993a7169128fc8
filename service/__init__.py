"""What we answer, and how it reaches those who ask."""
