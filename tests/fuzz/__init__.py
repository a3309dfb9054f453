"""Random requests at every address, by everybody: nothing breaks, nobody gets in who may not."""
