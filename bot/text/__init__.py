"""Every sentence a person can read: translatable messages, catalogues, and times in the reader's zone."""
