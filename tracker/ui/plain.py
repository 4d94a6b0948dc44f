"""Words of people where Streamlit would read Markdown."""

from tracker.i18n.plain import plain as plain
