"""How every app keeps what it keeps: the field of instants, and transactions."""
