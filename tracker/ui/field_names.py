"""What the fields of records are called on the screen."""

from tracker.i18n import knows, t


def label(field: str, of: str = "") -> str:
    """The word for a field of any record; some are called otherwise at one kind of record."""
    own = f"field.{of}_{field}"
    key = own if of and knows(own) else f"field.{field}"
    return t(key) if knows(key) else field
