"""How the documents become a site, and the parts of the reference that are made from the code.

`python -m docs_site` writes the made pages of docs/reference anew; with `--check` it only tells which of
them are out of date. `hooks.py` is for MkDocs (`make docs`).
"""
