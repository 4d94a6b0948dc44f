"""What goes out, as bytes: a sheet as CSV, XLSX, JSON, PDF or Word, people as vCard, days as
iCalendar, a pack of evidence as ZIP; and in `documents` what is filled into a template."""
