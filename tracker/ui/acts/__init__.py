"""What a person can do from several pages: for each act its button and its dialog.

A page calls `button` where the act belongs and `dialog` once at its end.
"""
