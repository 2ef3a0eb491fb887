"""Pure: domain → Screen."""
