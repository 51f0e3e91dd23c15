"""What `kith i18n` knows: which sentences there are, what translations miss, and what never reached a translator."""
