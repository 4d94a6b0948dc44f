"""What goes out, as bytes: CSV, XLSX and JSON of one and the same sheet."""
