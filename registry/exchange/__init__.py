"""Records in files: imported as one revision, exported as they are believed."""
