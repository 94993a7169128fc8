"""What do the fee codes come to, and who pays it?"""
