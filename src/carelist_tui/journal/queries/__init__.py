"""What is asked now and then: who that is, what was known then, what leaves, what other Standards would change."""
