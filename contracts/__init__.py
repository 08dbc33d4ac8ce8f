"""The words services say to each other: one file per service, the events it tells.

An event's wire name, version and audience are explicit; fields only grow, with defaults; a new
meaning is a new name. No field identifies a citizen.
"""
