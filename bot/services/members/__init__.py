"""Members: joining and going, what they tell about themselves, what they wish for, where they stand."""
