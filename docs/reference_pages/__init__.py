"""Makers of the pages of reference: each returns Markdown made from the code and its data."""
