"""What is done for a person beside contact: actions, what follows a crisis, requests, indicators."""
