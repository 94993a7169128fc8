"""What does a patient pay for everything that a provider does on a day?"""
