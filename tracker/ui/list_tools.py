"""What a person can do with any list as it is filtered: keep it under a name, take it as a file."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from tracker.access import User
from tracker.domain.addresses import Asked
from tracker.domain.models import Kind
from tracker.ui.acts import saved_views, take_list


def place() -> DeltaGenerator:
    """Where they stand, beside the title; what they are about is known only further down."""
    return st.container(horizontal=True, width="content", key="list_tools")


def show(place: DeltaGenerator, user: User, kind: Kind, asked: Asked) -> None:
    with place:
        saved_views.button(user, kind, asked)
        take_list.button(user, kind, asked)


def dialog(user: User) -> None:
    """Whichever of their dialogs is open; at the end of the page, as all dialogs."""
    saved_views.dialog(user)
