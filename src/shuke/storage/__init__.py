"""What two databases need said once."""
