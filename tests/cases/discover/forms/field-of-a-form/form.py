import gradio as gr
import streamlit as st

st.selectbox("Model", ["gpt-4o", "gpt-4o-mini"])
gr.Dropdown(label="Embedding model", choices=["acme/embed-small"], value="acme/embed-small")
st.text_input("City", "acme/no-model")
