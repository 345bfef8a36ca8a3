"""Signing in with the school's Google Workspace or Microsoft Entra, by OpenID Connect Core 1.0."""
