"""What comes in: spreadsheets and address cards, read safely and turned into rows of our fields.

`tables` reads a file in a guarded child process; `headers` guesses what its columns are; `cells`
turns their text into dates, words and lists. What becomes of the rows is for the domain to say:
`tracker.domain.importing`.
"""
