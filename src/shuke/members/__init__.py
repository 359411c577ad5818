"""Who the members are: identity, profile, notes, households, merging, traits, timeline."""
