"""Everything a person sees. Beside `tracker/api`, the only folder that imports Streamlit."""
