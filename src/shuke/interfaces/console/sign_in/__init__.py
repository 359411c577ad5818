"""Signing in and out, two-step sign-in, over allauth with our own templates."""
