"""The machine an installation runs on: its folder, settings, secret, lock and clock."""
