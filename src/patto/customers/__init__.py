"""Customers: who they are, their sites, their systems, their people, and who else supports them."""
