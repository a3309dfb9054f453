"""What browsers may do on our pages, besides what the settings say of every page.

Staff pages are drawn by Unfold, whose components hold their state in Alpine's attributes and set
style attributes. Alpine evaluates such attributes with `Function`, for which the policy must say
`unsafe-eval`. Its build for strict policies cannot stand in: it knows neither globals nor
`localStorage`, which Unfold's templates use, and Unfold ships the other. An attribute a visitor's
text got into would be escaped like any; inline scripts and handlers stay forbidden everywhere.
"""

from csp.constants import UNSAFE_EVAL, UNSAFE_INLINE

STAFF = "/staff/"
OF_STAFF = {"script-src": [UNSAFE_EVAL], "style-src": [UNSAFE_INLINE]}
PERMISSIONS = ", ".join(
    f"{name}=()"
    for name in (
        *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture"),
        *("encrypted-media", "fullscreen", "geolocation", "gyroscope", "magnetometer"),
        *("microphone", "midi", "payment", "picture-in-picture"),
        *("screen-wake-lock", "serial", "usb", "xr-spatial-tracking"),
    )
)
"""No page uses any of it (Permissions-Policy)."""
