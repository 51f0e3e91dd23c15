"""Care for people: reports, holds, and help close to a meeting."""
