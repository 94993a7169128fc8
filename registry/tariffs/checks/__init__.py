"""What must hold across the rows of a tariff folder; every breach is told with file and line."""
