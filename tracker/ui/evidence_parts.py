"""Parts of the pages of evidence packs: the lines of the list, and what a pack holds."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from tracker.access import Action, User, can
from tracker.domain.evidence.details import Item
from tracker.domain.evidence.packs import Look, PackRow
from tracker.domain.models import EvidencePack
from tracker.domain.models.vocabulary import Indicator
from tracker.i18n import current, t
from tracker.i18n.formats import day, moment, number, period
from tracker.i18n.plain import plain
from tracker.ui import feeds, labels
from tracker.ui.acts import edit_own_rows
from tracker.ui.tables import badge

MOST = 50  # of one indicator that are drawn


def state(pack: EvidencePack) -> dict[str, str]:
    if pack.frozen_at is None:
        return badge(t("evidence.not_frozen"), "amber")
    return badge(t("evidence.is_frozen"), "green")


def lines(rows: Sequence[PackRow], user: User) -> list[feeds.Item]:
    """The packs; each leads to its page."""
    return [
        feeds.Item(
            row.pack.name,
            row.pack.id or 0,
            "evidence_pack",
            badges=(state(row.pack),),
            meta=" · ".join(_facts(row)),
            text=", ".join(t(f"indicator.{Indicator(each)}") for each in row.pack.indicators),
            actions=_actions(row.pack, user),
            revision=row.pack.revision,
        )
        for row in rows
    ]


def _facts(row: PackRow) -> list[str]:
    facts = [period(row.pack.since, row.pack.until), row.made_by, moment(row.pack.made_at)]
    kept = [f"{t('evidence.records')}: {number(row.items)}"] if row.items else []
    return [*facts, *kept]


def about(look: Look) -> str:
    """The period, the unit, and who froze it when."""
    said = [period(look.pack.since, look.pack.until)]
    said += [look.unit[current()]] if look.unit else []
    if look.pack.frozen_at is not None:
        said.append(f"{t('evidence.frozen')}: {moment(look.pack.frozen_at)}, {look.frozen_by}")
    return " · ".join(said)


def notes(look: Look) -> None:
    """What a reader has to know of the whole pack."""
    files = {file.sha256: file.name for item in look.items for file in item.files}
    gaps = sum(bool(item.gaps) for item in look.items)
    counts = {"items": len(look.items), "gaps": gaps, "files": len(files)}
    st.text(t("evidence.counts", **{what: number(count) for what, count in counts.items()}))
    if look.pack.frozen_at is None:
        st.info(t("evidence.draft_note"), icon=":material/rule:")
    else:
        st.caption(f"{t('evidence.fingerprint')}: SHA-256 {look.pack.fingerprint}")
    if look.missing:
        names = ", ".join(sorted(files[each] for each in look.missing))
        st.warning(plain(t("evidence.missing_files", names=names)), icon=":material/scan_delete:")


def indicator(look: Look, which: Indicator, *, only_gaps: bool) -> None:
    """One indicator: its definition, and the records that show it."""
    name = t(f"indicator.{which}")
    items = [item for item in look.of(which) if item.gaps or not only_gaps]
    st.header(f"{name} · {number(len(items))}")
    st.caption(t(f"evidence.about_{which}"))
    if not items:
        st.text(t("evidence.no_gaps" if look.of(which) else "evidence.nothing"))
        return
    drawn = [_line(item) for item in items[:MOST]]
    feeds.show(drawn, key=f"evidence.{which}", caption=name)
    if len(items) > MOST:
        st.caption(t("evidence.more", n=number(len(items) - MOST)))


def _line(item: Item) -> feeds.Item:
    was = item.was
    said = [", ".join(names[current()] for names in was.partners)]
    said += [was.unit[current()] if was.unit else "", t(was.status) if was.status else ""]
    said += [was.number or "", was.place or ""]
    names = ", ".join(file.name for file in item.files)
    files = f"{t('evidence.files')}: {names}" if names else ""
    return feeds.Item(
        labels.evidence_title(item),
        item.record_id,
        item.kind,
        badges=tuple(badge(t(f"gap.{gap}"), "amber") for gap in item.gaps),
        meta=" · ".join(each for each in said if each),
        text="\n".join(each for each in (was.outcome, files) if each),
        when=" – ".join(_day(each) for each in (was.since, was.until) if each),
    )


def _day(iso: str) -> str:
    return day(date.fromisoformat(iso))


def _actions(pack: EvidencePack, user: User) -> tuple[tuple[str, str], ...]:
    delete = (edit_own_rows.DELETE, t("evidence.delete"))
    if pack.frozen_at is not None:
        return (delete,) if can(user, Action.DELETE) else ()
    if not can(user, Action.EDIT):
        return ()
    return (edit_own_rows.EDIT, t("form.edit")), delete
