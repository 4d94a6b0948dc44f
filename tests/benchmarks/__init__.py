"""How fast the application is, against floors measured in the same run. README.md says how."""
