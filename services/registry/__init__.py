"""Registry: which agencies exist over time, who works there in which role, and who may sign in.

It owns the accounts with their passwords; other services hear only opaque account ids, roles and
periods, and, in the directory, the name and address of a post.
"""
