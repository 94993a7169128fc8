"""How fast is it: ratios from one run, side by side."""
