"""Which charges outside the scheme are lawful, and how much of them?"""
