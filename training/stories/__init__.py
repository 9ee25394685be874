"""Background frequencies and the fit of the weights by which reports are joined into stories."""
