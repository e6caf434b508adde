"""Tags of the provider's pages."""
