"""Records out of many captures: files read by one process, or piece by piece by several."""
