"""Every name a report template may use: records with the Chinese name, the meaning and the type of each field."""
