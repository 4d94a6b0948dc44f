"""A dashboard as one writes it first: the same database, figures kept for a minute, no tuning.

As many tiles and charts as ours has, of the same tables; no scope to choose, no language, no links
behind the numbers and no sign-in. So it draws less than ours.
"""

import os

import pandas as pd
import plotly.graph_objects as go
import sqlalchemy
import streamlit as st

_TILES = {
    "Partners": "SELECT count(*) FROM partner",
    "Contacts": "SELECT count(*) FROM interaction",
    "Follow-ups": "SELECT count(*) FROM follow_up",
    "Done": "SELECT count(*) FROM follow_up WHERE status = 'done'",
    "Agreements": "SELECT count(*) FROM agreement",
    "Events": "SELECT count(*) FROM event",
}
_CHARTS = {
    "Contacts by kind": "SELECT kind AS name, count(*) AS n FROM interaction GROUP BY kind",
    "Partners by sector": "SELECT sector AS name, count(*) AS n FROM partner GROUP BY sector",
    "Pipeline": "SELECT stage AS name, count(*) AS n FROM partner GROUP BY stage",
    "Follow-ups by status": "SELECT status AS name, count(*) AS n FROM follow_up GROUP BY status",
    "Kinds of work": "SELECT kind AS name, count(*) AS n FROM follow_up GROUP BY kind",
    "Units": "SELECT unit_id AS name, count(*) AS n FROM follow_up GROUP BY unit_id LIMIT 12",
    "Events by kind": "SELECT kind AS name, count(*) AS n FROM event GROUP BY kind",
}


@st.cache_resource
def engine() -> sqlalchemy.Engine:
    return sqlalchemy.create_engine(os.environ["TRACKER_DATABASE_URL"])


@st.cache_data(ttl=60)
def asked(query: str) -> pd.DataFrame:
    return pd.read_sql(query, engine())


st.title("Dashboard")
for place, (name, query) in zip(st.columns(len(_TILES)), _TILES.items(), strict=True):
    place.metric(name, str(asked(query).iloc[0, 0]))
places = st.columns(2)
for number, (name, query) in enumerate(_CHARTS.items()):
    found = asked(query)
    with places[number % 2]:
        st.subheader(name)
        st.plotly_chart(go.Figure(go.Bar(x=found["name"], y=found["n"])), key=name)
