"""From text to the model, with a diagnostic for what could not be read."""
