"""What a team does together: the huddle, the exchange between laptops, and which laptops belong here."""
