"""How the catalogue is found: what pages say of themselves to robots, sitemap, feed."""
