"""Reports in other languages as rough English, word for word, for the network that reads English."""
