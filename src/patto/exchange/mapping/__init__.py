"""What a desk's columns and words mean, written in a small file, and its export read by it."""
