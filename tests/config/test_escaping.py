"""What people wrote is text on every page: nothing switches the escaping off."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "messaging", "feedback", "config")
OFF = re.compile(
    r"mark_safe|SafeString|safestring|\|\s*safe(seq)?\b|autoescape|html_safe|__html__|escapejs"
    r"|is_safe\s*=\s*True|format_html\(\s*f[\"']|format_html(_join)?\([^\"'(]*\.format\("
)


def test_no_template_and_no_module_switches_escaping_off() -> None:
    files = [*(ROOT / "templates").rglob("*.html")]
    files += [path for app in APPS for path in (ROOT / app).rglob("*.py")]
    assert len(files) > 500
    found = {
        str(path.relative_to(ROOT)): match[0]
        for path in files
        if (match := OFF.search(path.read_text("utf-8")))
    }
    assert found == {}


def test_what_would_switch_it_off_is_found() -> None:
    for wrong in ("{{ name|safe }}", "{{ x | safe }}", "{% autoescape off %}", "mark_safe(name)"):
        assert OFF.search(wrong)
    for wrong in ('format_html(f"<b>{name}</b>")', "format_html(TEXT.format(name))"):
        assert OFF.search(wrong)
    assert not OFF.search('format_html("<b>{}</b>", name)')
