"""Check requests against Discord's published description of its API, where the file is at hand.

`KITH_DISCORD_OPENAPI` names the file (`openapi.json` of the repository discord/discord-api-spec). Without it the
same tests run without this extra check.
"""

import functools
import json
import os
import re
import urllib.parse
from pathlib import Path

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

VARIABLE = "KITH_DISCORD_OPENAPI"
_NUMBERS_ALLOWED = ("recipient_id", "id")  # Discord takes numbers here; its description says text
_LISTS_OF_NUMBERS = ("users", "roles")


class Contract:
    """Hold the description and everything that broke it."""

    def __init__(self, path):
        document = json.loads(Path(path).read_text())
        resource = Resource(contents=document, specification=DRAFT202012)
        self.broken = []
        self.checked = 0
        self._document = document
        self._registry = Registry().with_resource("urn:discord", resource)
        self._routes = sorted(
            (
                (method.upper(), re.compile(re.sub(r"\{\w+\}", "[^/]+", template)), template)
                for template, operations in document["paths"].items()
                for method in operations
                if method in ("get", "post", "put", "patch", "delete")
            ),
            key=lambda route: (route[2].count("{"), -len(route[2])),
        )

    @classmethod
    def from_environment(cls):
        """Load the description that the environment names, or return None."""
        path = os.environ.get(VARIABLE)
        return _load(path) if path else None

    def check(self, method, path, body):
        """Take note of what is wrong with a request."""
        self.checked += 1
        self.broken += [(method, path, problem) for problem in self.problems(method, path, body)]

    def problems(self, method, path, body):
        """Return what is wrong with a request."""
        template = next(
            (name for verb, route, name in self._routes if verb == method and route.fullmatch(path)), None
        )
        if template is None:
            return ["no such route"]
        content = self._document["paths"][template][method.lower()].get("requestBody", {}).get("content", {})
        if body is None:
            return []
        if "application/json" not in content:
            return ["this route takes no JSON"]
        errors = self._validator(template, method.lower()).iter_errors(_with_text_ids(body))
        return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in errors]

    @functools.cache  # noqa: B019 - one contract a process
    def _validator(self, template, method):
        path = template.replace("~", "~0").replace("/", "~1")
        pointer = f"/paths/{path}/{method}/requestBody/content/application~1json/schema"
        quoted = urllib.parse.quote(pointer, safe="/~!$&'()*+,;=:@-._")
        return Draft202012Validator({"$ref": f"urn:discord#{quoted}"}, registry=self._registry)


def _load(path):
    contract = _parsed(path)
    fresh = object.__new__(Contract)
    fresh.__dict__.update(contract.__dict__, broken=[], checked=0)
    return fresh


@functools.cache
def _parsed(path):
    return Contract(path)


def _with_text_ids(value, key=""):
    if isinstance(value, dict):
        return {name: _with_text_ids(entry, name) for name, entry in value.items()}
    if isinstance(value, list):
        return [_with_text_ids(entry, key if key in _LISTS_OF_NUMBERS else "") for entry in value]
    numeric = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if numeric and key in _NUMBERS_ALLOWED + _LISTS_OF_NUMBERS else value
