"""Steer a loopback Discord that runs in a process of its own: POST a step as JSON to `/control`.

{"do": "join", "name": "Ada", "organiser": true}                   -> {"user": "…"}
{"do": "say", "user": "…", "command": "meet join", "options": {}}  -> what that person saw
{"do": "tap" | "pick", "user": "…", "labels": ["…"]}
{"do": "fill", "user": "…", "answers": {}}
{"do": "sees", "user": "…"}
{"do": "fail", "method": "POST", "path": "/channels/*/threads", "how": {"status": 502, "after": true}}
{"do": "forget"}                                                    forget all nonces
{"do": "world"}                                                     threads, their people, messages, home, channel
"""

from dataclasses import asdict

from tests.support.discord_people import LoopbackHuman, join


async def steer(discord, step):
    """Take one step and return its outcome."""
    people = discord.__dict__.setdefault("people", {})
    match step["do"]:
        case "join":
            human = join(discord, step["name"], organiser=step.get("organiser", False))
            people[human.user_id] = human
            return {"user": human.user_id}
        case "fail":
            discord.fail(step["method"], step["path"], **step.get("how", {}))
            return {}
        case "forget":
            discord.forget_nonces()
            return {}
        case "world":
            return _world(discord)
        case _:
            return await _act(people[step["user"]], step)


async def _act(human: LoopbackHuman, step):
    match step["do"]:
        case "say":
            return _plain(await human.say(step["command"], **step.get("options", {})))
        case "tap":
            return _plain(await human.tap(*step["labels"]))
        case "pick":
            return _plain(await human.pick(*step["labels"]))
        case "fill":
            return _plain(await human.fill(**step["answers"]))
        case "sees":
            return [_plain(seen) for seen in await human.sees()]
    raise ValueError(f"no such step: {step['do']}")


def _plain(seen):
    """Describe what was seen as JSON (files by name only)."""
    return {**asdict(seen), "files": [name for name, _ in seen.files]}


def _world(discord):
    world = discord.world
    return {
        "home": world.guild,
        "channel": world.channel,
        "threads": [
            {
                "id": one["id"],
                "name": one["name"],
                "archived": one["thread_metadata"]["archived"],
                "people": sorted(world.people[one["id"]] - {world.app}),
            }
            for one in world.threads()
        ],
        "messages": {number: messages for number, messages in world.messages.items() if messages},
        "counts": dict(discord.counts),
    }
