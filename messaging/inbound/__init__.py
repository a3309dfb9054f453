"""What comes in: receipts of gateways, replies of customers."""
