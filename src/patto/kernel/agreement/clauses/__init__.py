"""What an agreement settles beside its clocks and targets: each part a file of its own."""
