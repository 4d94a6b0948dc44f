"""Evidence for an accreditation: an indicator, the records and files that show it, and the gaps.

`indicators` says which records show what; `details` what is told of each, and what is missing;
`packs` keeps packs and freezes them, so that later changes leave them as they were.
"""
