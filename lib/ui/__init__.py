"""The Streamlit edge: what the desk works with."""
