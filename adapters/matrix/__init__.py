"""Kith on Matrix: our own HTTP and sync loop, matrix-nio for the encryption.

Known limits, on purpose:

- No emoji verification, key backup or secret storage: cross-signing alone makes clients trust the bot's device.
- The bot shares keys with every device of the people in a room, cross-signed by its owner or not.
- A device that a person adds later cannot read what was written to an encrypted room before.
- A reaction taken back is not an answer taken back; choosing again is.
- A group's encrypted room is written to as soon as it is made: a device that a person adds between the match
  and their joining cannot read the first card (it can be asked for again with "meet status").
- Completion while typing does not exist on Matrix; a command's own answer names what it would have taken.
- Polls and MSC4391 command descriptions are not used: too few clients show them.
- Somebody who left during a gap of more than a thousand missed events in one room is noticed by the check
  before each round, not by the event.
- A home is always one room; a space is not followed to its rooms.
- Whoever knows the account may invite the bot; it does nothing in a room until an organiser sets it up there.
- There is no common queue of sends with replies first: each refusal for too many is honoured where it occurs.
"""
