"""The machinery every service stands on: messages, clock, store, journal, relay, follower, worker, web.

It knows nothing of the domain: no petition, no plan, no report is named here.
"""
