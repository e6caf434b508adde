"""The agreement: its model, its reading and writing, its versions, and what it says of a case."""
