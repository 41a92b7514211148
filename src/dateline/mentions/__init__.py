"""Finds who is mentioned in a report: names, titles, descriptions, and what refers back to them."""
