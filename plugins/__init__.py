"""How approved content becomes pages."""
