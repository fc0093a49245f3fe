"""Reports as files: one page shell for all that is printed; how a report's values are written in it, or as a PDF."""
