"""Several parts together on the real servers: store, journal, leases, follower, worker, jobs."""
