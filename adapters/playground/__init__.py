"""A chat platform in memory: the tests' platform and the browser demo.

`world` holds who is where and who sees what, `platform` is the side that the core drives, `client` is the side
of the people. `page` shows it in a browser, `town` and `season` fill it with a pretend community.
"""
