"""What a training on a cluster costs and brings, by number of workers."""
