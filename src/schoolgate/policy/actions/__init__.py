"""The only way to change a school's policy. Each action authorises, changes and writes the ledger, all or nothing."""
