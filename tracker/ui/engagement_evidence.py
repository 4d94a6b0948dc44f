"""What a score is made of: each kind of work, its points, and the records that bring them."""

import html
from collections.abc import Sequence

import streamlit as st

from tracker.domain.engagement import Part, Reason, Rule, Score
from tracker.domain.models import Direction, Proof, Work
from tracker.i18n import t
from tracker.i18n.formats import day, number, percent
from tracker.ui import engagement_words as words
from tracker.ui import feeds, labels
from tracker.ui.tables import badge


def show(score: Score, reasons: Sequence[Reason]) -> None:
    """All kinds of work, those that bring the most first; those without a record last."""
    order = sorted(Work, key=lambda work: -score.parts[work].points if work in score.parts else 1)
    for work in order:
        part = score.parts.get(work)
        _title(work, part)
        if part is not None:
            _records(work, part, [each for each in reasons if each.work is work])


def _title(work: Work, part: Part | None) -> None:
    st.header(t(f"work.{work}"))
    if part is None:
        st.caption(t("engagement.part_unknown"))
        return
    said = (
        t(
            "engagement.part_line",
            points=words.points(part.points),
            most=number(round(part.most, 1)),
        ),
        t("engagement.fresh", n=percent(part.fresh)),
        t("engagement.deep", n=percent(part.depth)),
        t("engagement.records", n=part.number),
    )
    filled = min(100.0, 100 * part.points / part.most) if part.most else 0
    st.html(
        f'<div class="seriktes-part"><span class="bar" aria-hidden="true">'
        f'<i style="width:{filled:.0f}%"></i></span>'
        f"<span>{html.escape(' · '.join(said))}</span></div>"
    )


def _records(work: Work, part: Part, reasons: Sequence[Reason]) -> None:
    items = [
        feeds.Item(
            labels.title(each.title),
            each.id,
            each.kind,
            badges=[badge(f"+{words.points(each.points)}", "green"), *_side(each)],
            meta=f"{t(f'proof.{each.proof}')} · {t('engagement.left', n=percent(each.fresh))}",
            when=day(each.day),
        )
        for each in reasons
    ]
    feeds.show(items, key=f"engagement.{work}", caption=t(f"work.{work}"))
    if part.number > len(reasons):
        st.caption(t("engagement.more", n=part.number - len(reasons)))


def _side(each: Reason) -> list[dict[str, str]]:
    if each.side is None:
        return []
    word = "by_us" if each.side is Direction.WE_OWE else "by_them"
    return [badge(t(f"engagement.{word}"), "blue" if word == "by_us" else "violet")]


def two_way(score: Score) -> None:
    """What all points were multiplied by, and why."""
    known, said = score.two_way, percent(score.two_way.factor)
    if known.share is None:
        st.caption(t("engagement.two_way_unknown", factor=said))
    else:
        st.caption(
            t(
                "engagement.two_way_line",
                factor=said,
                us=percent(known.us),
                them=percent(known.them),
            )
        )


def how(rule: Rule) -> None:
    """The definition, with the numbers in effect."""
    with st.expander(t("engagement.how"), icon=":material/help:"):
        st.write(t("engagement.how_short"))
        lines = (
            t("engagement.how_kinds"),
            t("engagement.how_fresh"),
            t("engagement.how_depth", half=number(rule.half)),
            t("engagement.how_two_way", least=percent(rule.least)),
            t("engagement.how_not"),
        )
        st.markdown("\n".join(f"- {line}" for line in lines))
        whole = sum(rule.shares.values())
        _table(
            (t("engagement.breadth"), t("engagement.share"), t("engagement.half_life")),
            [
                (
                    t(f"work.{work}"),
                    number(round(100 * rule.shares[work] / whole, 1)),
                    number(rule.half_lives[work]),
                )
                for work in Work
            ],
        )
        _table(
            (t("engagement.evidence"), t("engagement.weight")),
            [(t(f"proof.{proof}"), number(rule.weights[proof])) for proof in Proof],
        )


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    titles = "".join(f'<th scope="col">{html.escape(word)}</th>' for word in head)
    lines = "".join(
        f'<tr><th scope="row">{html.escape(first)}</th>'
        + "".join(f"<td>{html.escape(each)}</td>" for each in others)
        + "</tr>"
        for first, *others in rows
    )
    st.html(
        f'<div class="seriktes-numbers"><table><thead><tr>{titles}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>"
    )
