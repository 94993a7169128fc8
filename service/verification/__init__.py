"""May this provider be reimbursed on that day? Pure: reads nothing but its arguments."""
