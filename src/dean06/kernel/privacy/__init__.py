"""What a person may know, ask and decide about her own data: looks, requests, consents, deletion that can be proven."""
