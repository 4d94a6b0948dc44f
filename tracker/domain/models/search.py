"""What search keeps beside the records: the keys of their names. Words of texts: `word_index`."""

from typing import ClassVar

from sqlalchemy import BigInteger
from sqlmodel import Field

from tracker.db import Base


class NameKey(Base, table=True):
    """A name of a record may be asked for by this key, a number made by `names.keys`.

    A key of a former name may stay: whatever is found is compared with the names of today.
    """

    __tablename__ = "name_key"
    __table_args__: ClassVar[dict[str, bool]] = {"sqlite_with_rowid": False}

    key: int = Field(primary_key=True, sa_type=BigInteger)
    record_id: int = Field(primary_key=True)
