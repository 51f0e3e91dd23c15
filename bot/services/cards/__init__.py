"""What Kith says, one function a message. No rows are read here: facts come in, a message goes out."""
