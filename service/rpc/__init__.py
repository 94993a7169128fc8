"""The contract spoken: requests translated, the core asked, answers translated back."""
