"""The daily huddle on screen: large and calm, a step at a time, with what is decided recorded as it is said."""
