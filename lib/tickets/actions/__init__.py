"""What people do with tickets: one use case each, all through `step`."""
