"""Saved questions about members and their answers: segments."""
