"""What a report about one person says, as values: headings, words, tables. How it is written is exchange/report's."""
