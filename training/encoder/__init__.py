"""Training, export and tuning of the encoder and its heads."""
