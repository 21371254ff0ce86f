"""From the text as it came to sentences: width, noise, structure; offsets kept throughout."""
