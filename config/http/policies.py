"""What browsers may do on our pages, besides what the settings say of every page.

Staff pages are drawn by Unfold, whose components hold their state in Alpine's attributes and set
style attributes. Alpine comes in its build for strict policies (static/alpine), which reads those
attributes with a parser of its own: no page allows `unsafe-eval`, nor inline scripts and handlers.
"""

from csp.constants import UNSAFE_INLINE

STAFF = "/staff/"
OF_STAFF = {"style-src": [UNSAFE_INLINE]}
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
