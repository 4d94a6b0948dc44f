"""Which browser on which system, from what browsers say of themselves."""

# The order matters: nearly all of them also call themselves Chrome, Safari or Mozilla.
_BROWSERS = {
    "YaBrowser": "Yandex Browser",
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}
_MOBILE = ("Android", "iPhone", "Mobile")


def named(agent: str) -> str:
    """Such as Firefox, Windows; empty when the browser says nothing that is known."""
    found = (
        next((name for mark, name in names.items() if mark in agent), None)
        for names in (_BROWSERS, _SYSTEMS)
    )
    return ", ".join(name for name in found if name)


def is_mobile(agent: str) -> bool:
    return any(mark in agent for mark in _MOBILE)
