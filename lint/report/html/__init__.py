"""The report for people who would rather look than read: one HTML page that needs nothing but itself."""
