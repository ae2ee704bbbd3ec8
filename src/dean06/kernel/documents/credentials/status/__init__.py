"""Token Status List (IETF draft-ietf-oauth-status-list): one signed list says of thousands whether they still hold."""
