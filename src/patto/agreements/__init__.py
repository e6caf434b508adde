"""The agreements of customers: what is stored, what is in force, and which governs what."""
