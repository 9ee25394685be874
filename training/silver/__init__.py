"""Silver labels: the texts that they stand on, and the resolution of annotators' lines to offsets."""
