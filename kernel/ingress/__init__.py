"""Where other sites' segments come in: `python -m kernel.ingress`, one process at each site.

It believes the vhost about who speaks, the key ring about who signed, and its own register of sites
about for whom; keeps a copy of every segment and the certificate of what it has; and tells the
same bytes on to the followers here.
"""
