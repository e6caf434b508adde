"""One file a format; a module here that holds an `IMPORTER` is found by itself."""
