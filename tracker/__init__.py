"""Seriktes: the partnership tracker of a regional university."""
