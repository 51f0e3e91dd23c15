"""What is looked for in words that people write: signs of a crisis, in every language there are phrases for."""
