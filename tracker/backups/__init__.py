"""Backups: one file that holds everything, made while people work, and the way back from it.

`container` is the file, `dumps` what is in it for each kind of database, `making` and `keeping` are
the nightly copies, `restoring` is the way back.
"""
