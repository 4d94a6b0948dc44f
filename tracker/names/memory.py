"""What the taking apart of names keeps in memory: worth it for the same names again and again.

A process that goes through very many different ones lets go of it now and then (`forget`), or it
would grow by some kilobytes a name until every cache is full. What is kept of plain words stays:
they are other names' words too, and few.
"""

from tracker.names import acronyms, analysis, folding, keys, lexicon, passages, people, ranking

_KEPT = (
    *(folding.fold, folding.loose, folding.skeleton, folding.stems),
    *(analysis._cached, analysis._word, analysis._own, analysis._named),
    *(lexicon._opened, lexicon._opened_by_sound),
    *(acronyms.chunks, acronyms._begins, acronyms.first_letters),
    *(keys._word_keys, keys._letter, keys._acronyms),
    *(passages._token, passages._forms, people._words, ranking._near),
)


def forget() -> None:
    """Let go of all that was taken apart; it is only worked out again when it is asked for."""
    for kept in _KEPT:
        kept.cache_clear()
