"""What the person page is drawn with: the story, the charts, the strip of 26 weeks."""
