"""What is delivered: each job is looked at once more when it is due, and says only what is still true."""
