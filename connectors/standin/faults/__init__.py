"""What goes wrong, on purpose: one small function a fault, and the profiles that deal them out."""
