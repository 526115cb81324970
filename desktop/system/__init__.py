"""What the machine offers: paths, clock, logging, vault, single instance, resources. Import its modules by name."""
