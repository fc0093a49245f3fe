"""The ordinary questions as plain lists (measures.md, Faces): what each holds, and how it is said. Pure."""
