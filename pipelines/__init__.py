"""What must hold before anything is public."""
