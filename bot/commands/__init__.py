"""What people can ask of Kith: one module a feature, each a list of specs with thin handlers."""
