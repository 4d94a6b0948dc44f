"""The page Help: which guide or section the address asks for, and how it is shown."""

import streamlit as st

from tracker import guides
from tracker.access import Action, User, can
from tracker.guides import Guide, Section
from tracker.i18n import t
from tracker.i18n.plain import plain
from tracker.ui import nav

_ADDRESS = "topic"
_ICONS = {
    "staff": "group",
    "managers": "monitoring",
    "server": "dns",
    "trouble": "build",
    "words": "dictionary",
    "keys": "keyboard",
}


def how(topic: str) -> None:
    """A link to the section that explains this place. It opens a tab of its own, so that a form
    that is being filled in stays as it is."""
    st.markdown(f":material/help: [{t('help.how')}](help?{_ADDRESS}={topic})", width="content")


def asked(user: User) -> tuple[Guide, Section | None]:
    """The guide that the address asks for, and the one section of it, if it names one."""
    topic = str(st.query_params.get(_ADDRESS, ""))
    guide = guides.holding(topic, user.language)
    return guide, guide.section(topic)


def choose(user: User, chosen: Guide) -> None:
    """The guides, beside one another; the address keeps the choice."""
    # The server's tells nobody a secret, but the way of most people does not lead there.
    names = [
        name
        for name in guides.GUIDES
        if name != "server" or name == chosen.name or can(user, Action.SEE_HISTORY)
    ]
    key = f"help.{chosen.name}"
    st.pills(
        t("nav.help"),
        names,
        default=chosen.name,
        format_func=lambda name: (
            f":material/{_ICONS[name]}: {plain(guides.read(name, user.language).title)}"
        ),
        required=True,
        key=key,
        label_visibility="collapsed",
        on_change=_go,
        args=(key,),
    )


def _go(key: str) -> None:
    st.query_params[_ADDRESS] = st.session_state[key]


def whole(guide: Guide) -> None:
    """All of a guide, so that the browser's own search finds every word of it."""
    st.header(plain(guide.title), anchor=guide.name)
    st.markdown(guide.intro)
    with st.container(border=True, key="contents"):
        st.markdown(f"**{t('help.contents')}**")
        lines = (f"- [{plain(each.title)}](#{each.topic})" for each in guide.sections)
        st.markdown("\n".join(lines))
    if guide.name == "keys":
        # The script of the keys hears the press, too.
        st.button(t("keys.sheet"), key="show_keys", icon=":material/keyboard:")
    for each in guide.sections:
        one(each)


def one(section: Section) -> None:
    st.subheader(section.title, anchor=section.topic)
    st.markdown(section.text)


def to_whole(guide: Guide) -> None:
    st.page_link(
        nav.HELP,
        label=t("help.whole", title=plain(guide.title)),
        icon=":material/menu_book:",
        query_params={_ADDRESS: guide.name},
    )
