"""The worker process of a service: relay, follower and timers, hosted by nameko.

`python -m kernel.worker services.reception.service:Reception` is the only place that patches the
standard library (eventlet), and does it before anything else is imported.
"""
