"""What the university knows about its partners. Nothing here imports Streamlit."""

# Imported for what they do: from here on every flush of every session writes history, and files
# what was flushed for search.
from tracker.domain import indexing as indexing
from tracker.domain import recording as recording
