"""What differs between two agreements, in plain sentences."""
