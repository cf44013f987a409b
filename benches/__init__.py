"""What is timed rather than counted: run by `make bench`, never by the tests."""
