"""Many reports at once: worker processes on one machine, actors on a cluster."""
