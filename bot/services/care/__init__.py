"""Care: what protects people, and what is said when something is heavy."""
