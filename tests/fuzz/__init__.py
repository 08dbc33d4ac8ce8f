"""Every operation of every service's API, asked with whatever its own description allows and forbids."""
