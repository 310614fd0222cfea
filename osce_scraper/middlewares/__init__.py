"""How pages are asked for: at what pace, under which rules, and where redirects may lead."""
