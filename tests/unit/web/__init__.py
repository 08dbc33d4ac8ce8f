<<<<<<< HEAD
"""Tests: unit, web."""
=======
"""The web kernel and the frame by themselves, without a server."""
>>>>>>> 761d7d45a002660197777554b3c16aa5a13e1298
