"""A synthetic caseload to try Carelist on: nobody in it exists. The same for the same seed and day on every machine."""
