"""Labels that people give to reports: to and from annotation tools, agreement and scores."""
