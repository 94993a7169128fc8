"""Several worker processes on one port: started, watched, replaced and stopped."""
