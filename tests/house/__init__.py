"""What no linter knows of this house: rooms, names, nameplates, walls, words."""
