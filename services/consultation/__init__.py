"""Consultation: opinions asked and answered, dialogues, supervision and social criticism, project files.

It owns what was said and what was replied; other services hear only codes, kinds, dates and counts,
and of who gave an opinion nobody but the group is known anywhere.
"""
