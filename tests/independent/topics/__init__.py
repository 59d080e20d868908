"""One module per file of tests/vectors; each has `topic()`."""
