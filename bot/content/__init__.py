"""The challenges and starters that Kith brings along: plain TOML, a loader, and a linter that guards their tone."""
