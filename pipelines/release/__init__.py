"""How an output becomes public and is taken back."""
