"""What touches the disk of a case: originals, decisions, settings, snapshot."""
