"""Words of the lexicons, found in any text however they are disguised."""
