"""What was promised, and whether it was kept: pure functions of agreements and facts."""
