"""How the house is put up: embedded servers, broker topology, images."""
