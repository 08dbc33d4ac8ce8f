"""What the law says, tested."""
