"""Files of captures cut into pieces, each of which a process can read by itself."""
