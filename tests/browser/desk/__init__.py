"""A small service that exists only for the browser: a list, a form, a page that fails."""
