"""The page on which reviewers decide: a small server for one machine, and what its page needs."""
