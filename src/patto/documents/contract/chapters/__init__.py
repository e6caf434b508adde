"""The chapters of a contract: each part of an agreement is one, and each is a file of its own."""
