"""Small makers of things for tests: each writes one row directly, with what the test does not care about filled in."""
