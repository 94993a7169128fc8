"""What else is told beside the sums: notices, remarks, facts that no rule has used."""
