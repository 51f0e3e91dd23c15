"""Use cases: what Kith does, one transaction per decision, told in the domain's words."""
