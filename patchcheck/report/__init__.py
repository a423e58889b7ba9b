"""One view model, and the renderers that lay it out."""
