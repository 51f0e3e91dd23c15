"""All that crosses the core's border, as data and Protocols.

`commands` and `messages` are what adapters translate; `platform`, `storage` and `clock` are what the core
drives; `inbox` is what adapters call.
"""
