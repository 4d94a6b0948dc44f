"""The application as people use it: a real browser, a real server, people with their roles."""
