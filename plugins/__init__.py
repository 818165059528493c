"""How approved content becomes pages: Pelican plugins, one module a page feature."""
