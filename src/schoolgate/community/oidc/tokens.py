"""Whether an ID token is what it says: OpenID Connect Core 1.0, section 3.1.3.7 (ID Token Validation)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jwt
from allauth.socialaccount.providers.oauth2.client import OAuth2Error

ALGORITHM = "RS256"
"""The one that Google and Microsoft sign with; a token that names another is not theirs."""
NEEDED = ["iss", "aud", "exp", "iat", "sub", "nonce"]
CLOCKS_DIFFER = 60
"""Seconds by which the provider's clock may differ from ours."""


class TokenError(OAuth2Error):  # type: ignore[misc]
    """A token that is not to be believed; the message is a reason of `refusals.REASONS`."""


def verified(token: str, keys: Mapping[str, Any], *, issuer: str, audience: str) -> dict[str, Any]:
    """A token's claims. `keys` is the provider's JSON Web Key Set. Raises TokenError for a token that is not good."""
    try:
        named = jwt.get_unverified_header(token).get("kid")
        key = next((jwt.PyJWK(one, ALGORITHM) for one in keys["keys"] if one.get("kid") == named), None)
        if key is None:
            raise TokenError("signature")
        claims: dict[str, Any] = jwt.decode(
            token,
            key.key,
            algorithms=[ALGORITHM],
            audience=audience,
            issuer=issuer,
            leeway=CLOCKS_DIFFER,
            options={"require": NEEDED},
        )
    except jwt.ExpiredSignatureError as wrong:
        raise TokenError("expired") from wrong
    except jwt.InvalidIssuerError as wrong:
        raise TokenError("issuer") from wrong
    except jwt.InvalidAudienceError as wrong:
        raise TokenError("audience") from wrong
    except (jwt.PyJWTError, KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise TokenError("signature") from wrong
    if claims.get("azp", audience) != audience:
        raise TokenError("audience")
    return claims
