"""Parts that every face shares: look, components, number formats, charts."""
