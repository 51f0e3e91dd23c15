"""What is looked for in words that others will see: addresses, telephone numbers, points on a map."""
