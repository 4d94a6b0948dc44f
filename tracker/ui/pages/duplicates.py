"""Pairs of records that may be one."""
