"""A draft laid over past tickets in columns: what each part of it needs."""
