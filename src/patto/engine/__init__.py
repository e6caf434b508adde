"""What makes time pass: it takes the moments that have come, and calls the noun whose they are."""
