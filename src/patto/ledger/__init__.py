"""The ledger: who did what and when, written by every action and changed by none."""
