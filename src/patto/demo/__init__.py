"""The demonstration: a provider with a year behind it, drawn from a seed."""
