"""The map: land, projection, markers that never overlap, labels that never do either."""
