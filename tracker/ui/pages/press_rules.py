"""Rules of reading: an administrator's own, and what is proposed no more."""
