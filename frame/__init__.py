"""The face: layout, components, texts and static files shared by the pages of all services."""
