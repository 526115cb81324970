"""The Qt half of Sportello: the window and nothing else. It reads and writes through `desktop`."""
