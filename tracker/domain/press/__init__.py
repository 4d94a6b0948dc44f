"""From an article to records: `reading` finds, `proposals` asks, `saving` writes.

Nothing is written that nobody confirmed. `rejections` and `rules` are what reading learns.
"""
