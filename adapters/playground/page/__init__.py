"""The playground in a browser: a small server on loopback, and one static page without outside assets."""
