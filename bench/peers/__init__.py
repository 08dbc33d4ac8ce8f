"""The peers: the house's work done by stock frameworks as their documentation would do it, and the limit.

The work (`work.py`): each event once, in one transaction, into counters per agency, kind and day.
A peer gets one message per event from a queue filled beforehand. The clock runs from the first
handled event to the last applied one, so that neither start-up nor publishing counts against it.
`referee.py` starts a peer, takes the time and refuses a result whose figures are not exact.

    python -m bench.peers --events 5000 --amqp amqp://… --mongo mongodb://…
"""
