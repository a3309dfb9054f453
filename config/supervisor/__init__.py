"""What `make run` starts: servers, web, worker and beat, kept alive and stopped together."""
