"""The pipeline: alone knows the order of the stages and what is stale."""
