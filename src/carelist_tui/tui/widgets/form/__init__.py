"""Forms: made from an entry's model, giving drafts back or None. They hold no door and record nothing."""
