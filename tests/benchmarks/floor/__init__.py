"""The floor: an empty page, in the same process shape and with the same settings as ours.

No gate, no database, no language. What a page of ours costs more than this, we spend.
"""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st

from tests.benchmarks.floor import imports


@asynccontextmanager
async def _lifespan(_app: Any) -> AsyncIterator[None]:
    imports.every()
    gc.collect()
    gc.freeze()
    yield


app = st.App(Path(__file__).parent / "page.py", lifespan=_lifespan)
