"""Packs as people write them."""

HEAD = 'pack = "garden"\nname = "Garden club"\nlanguage = "en"\nlicence = "CC0-1.0"\n'
TREE = "Go to a tree that you pass often and tell somebody near you one thing about it, if you like."
BENCH = "Rest on a bench that you know and ask somebody there how long they have come to this place."
SEEDS = "Swap some seeds with two or three others at a public table and say where yours came from."


def a_table(name="tree", *, without=(), **changes):
    """Write one challenge as a table of a pack's file; `changes` are raw TOML values."""
    keys = {
        "id": f'"{name}"',
        "practice": '"reach_out"',
        "title": f'"A {name} near you"',
        "text": f'"{ {"tree": TREE, "bench": BENCH}.get(name, SEEDS) }"',
        "smaller": '"Rest there for a minute."',
        "setting": '"solo"',
        "tie": '"weak"',
        "effort": "2",
        "minutes": "15",
        "modes": '["in_person", "note"]',
        "cost": '"free"',
        "conditions": '["dry"]',
        "place": '"outdoors"',
        "access": '["no_speech", "seated", "no_touch"]',
        "energy": '"low"',
    } | changes
    lines = (f"{key} = {value}" for key, value in keys.items() if key not in without)
    return "\n".join(("[[challenge]]", *lines)) + "\n"


def a_file(*tables, head=HEAD):
    """Write a pack's file."""
    return "\n".join((head, *(tables or (a_table("tree"), a_table("bench")))))
