"""The weekly challenge: which one comes when, what people tap on it, and their own diary of it."""
