"""The law's own examples (tiếp công dân, đơn thư), lived through twice: on the pages, and by a program."""
