"""Who did what to whom: ontology, frames and how they are matched."""
