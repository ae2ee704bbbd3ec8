"""Mobile documents (ISO 18013-5): issuer-signed items in CBOR, shown one by one under the device's own signature."""
