"""The reader: a store as pages of a web browser, on this machine alone."""
