"""The report's figures, documents, rebuild and deadline rush, measured on a trial installation."""
