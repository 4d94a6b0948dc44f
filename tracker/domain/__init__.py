"""What the university knows about its partners. Nothing here imports Streamlit."""

# Imported for what it does: from here on every flush of every session writes history.
from tracker.domain import recording as recording
