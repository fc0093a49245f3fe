"""Reports as files: one page shell for all that is printed, and how a report's values are written in it."""
