"""The provider and its people: roles, what each may do, and signing in."""
