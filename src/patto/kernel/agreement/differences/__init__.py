"""What differs between two agreements: each change with its place, and whom it burdens."""
