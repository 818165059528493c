"""The desks: registers of what the federation does besides articles, each with its clocks."""
