"""What is the claim worth, who pays, and why? Pure: reads nothing but its arguments."""
