"""Files that a person gives: none is used before the scanner of the house has seen it."""

from streamlit.runtime.uploaded_file_manager import UploadedFile

from tracker import malware
from tracker.malware import Scanned


def content(file: UploadedFile) -> Scanned:
    """Its bytes. Slow: call it before a transaction. Raises as `malware.scanned`."""
    return malware.scanned(file.name, file.getvalue())
