"""What leaves the ledger: the interchange, tables to read, files for a spreadsheet, and why a row is there."""
