"""What is refunded of treatment in another country?"""
