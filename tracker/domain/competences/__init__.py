"""Which unit of the university can do what a partner needs, by the words of its competences.

`words` finds what a text is about, in whatever of the three languages; `fitting` compares.
"""

from tracker.domain.competences.fitting import Fit, Match, Need, fitting, suggested

__all__ = ["Fit", "Match", "Need", "fitting", "suggested"]
