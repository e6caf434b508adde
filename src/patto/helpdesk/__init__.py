"""The pages of the provider's people."""
