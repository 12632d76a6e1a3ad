"""Fixtures that every test may ask for: database, browser, worker."""
