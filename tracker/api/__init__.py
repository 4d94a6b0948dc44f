"""HTTP beside the app: the door, its gate, and files on their way out."""
