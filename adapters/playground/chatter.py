"""Small talk of the pretend town: people write to each other too, and Kith reads none of it."""

from random import Random

SQUARE = (
    "The swans are back at the harbour.",
    "Does anyone have a spare ladder for a day?",
    "Market is on the south side this week, the bridge is being painted.",
    "Found a grey glove on the number 4. It is on the library desk.",
    "The bakery has the seeded loaf again, go early.",
    "Anyone else hear the choir practising? Lovely through the window.",
    "Low tide at four, good for a stroll.",
    "Repair table this Saturday: bring your toaster.",
    "Thanks to whoever swept the steps at the mill.",
    "First frost on the allotments this morning.",
)
WELCOME = (
    "Good morning, everyone! From today Kith asks here each week who would like to meet.",
    "If you say yes, you get a small group, and a private place to agree on a time and a spot. Any week is a good start.",
)
"""What the organiser writes before the first round."""
MET = (
    "Hello, nice to be matched!",
    "Hi! I'll be the one with the green scarf.",
    "Hello! Any of these times work for me.",
    "Good to meet you here first. Looking forward to it.",
    "Hi all. I have a yellow umbrella, hard to miss.",
)
AGREED = (
    "Lovely, see you there!",
    "Great. I'll stand by the door.",
    "Good. Phones away while we talk, if that suits you?",
    "Perfect, that is five minutes from me.",
)
AFTER = (
    "That was nice, thank you.",
    "Thanks for today! I took the tram stop tip to heart.",
    "Good talk. The photo of that door will follow.",
)


def words(lines: tuple[str, ...], rng: Random) -> str:
    """Draw one line."""
    return rng.choice(lines)
