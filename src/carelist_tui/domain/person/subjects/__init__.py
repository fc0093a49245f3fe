"""The fold rules, a module per subject: each takes the state, an entry and its body, and changes the state."""
