"""The words by which a reply is understood. Data only; matched against ``speech.heard``."""
