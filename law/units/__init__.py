"""Places and agencies over time: who they were, what became of them, what a former name means today."""
