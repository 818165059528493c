"""The WeChat edition: an article as the account takes it, and what became of its copies."""
