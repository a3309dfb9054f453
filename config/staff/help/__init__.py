"""Help: the documents of this version as staff pages, and which of them belongs to which desk."""
