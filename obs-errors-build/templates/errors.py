# {{ mark }} from {{ table_path }}. Do not edit.
{{ ("The error codes of " ~ service ~ ".") | literal("python") }}

{% from "macros.jinja" import summary, deprecation %}
{% macro literal(text) %}{% if text is none %}None{% else %}{{ text | literal("python") }}{% endif %}{% endmacro %}
{% macro within(range) %}{% if range.first_status == range.last_status %}status == {{ range.first_status }}{% else %}{{ range.first_status }} <= status <= {{ range.last_status }}{% endif %}{% endmacro %}
{% macro tuple(items) %}({% for item in items %}{{ literal(item) }}, {% endfor %}){% endmacro %}
{% set type = enum[:-4] %}
from dataclasses import dataclass
from enum import Enum
from typing import Dict, Optional, Tuple


class Retry(str, Enum):
    """Whether the same request may be sent again."""

{% for class in retry_classes %}
    {{ (class.meaning | capitalize ~ ".") | comment("python") }}
    {{ class.name | screaming }} = {{ literal(class.name) }}
{% endfor %}

    def __str__(self) -> str:
        return str(self.value)


class {{ enum }}(str, Enum):
    {{ ("The error codes of " ~ service ~ ", as they are sent. A service may send others.") | literal("python") }}

{% for code in codes %}
    {{ summary(code) | comment("python", deprecated=deprecation(code)) | indent(4) }}
    {{ code.name | screaming }} = {{ literal(code.code) }}
{% endfor %}

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True)
class Deprecation:
    """Why a code should no longer be used. It is still read."""

    # The version of the table that deprecated the code.
    since: str
    note: str
    # The code that is sent instead, if there is one.
    use: Optional[{{ enum }}]


@dataclass(frozen=True)
class {{ type }}Info:
    """What is known about a code."""

    code: {{ enum }}
    # The HTTP status.
    status: int
    # The reason phrase of the status.
    reason: str
    # What the error means.
    message: str
    # What to do about it; empty if the table does not say.
    solution: str
    retry: Retry
    # Other strings that are read as this code.
    aliases: Tuple[str, ...]
    # The address of the page that explains the code.
    page: Optional[str]
    deprecated: Optional[Deprecation]


# All codes, by status.
ALL: Tuple[{{ type }}Info, ...] = (
{% for code in codes %}
    {{ type }}Info({{ enum }}.{{ code.name | screaming }}, {{ code.status }}, {{ literal(code.reason) }}, {{ literal(code.message) }}, {{ literal(code.solution) }}, Retry.{{ code.retry | screaming }}, {{ tuple(code.aliases) }}, {{ literal(code.page) }}, {% if code.deprecated %}Deprecation({{ literal(code.deprecated.since) }}, {{ literal(code.deprecated.note) }}, {% if code.deprecated.use %}{{ enum }}({{ literal(code.deprecated.use) }}){% else %}None{% endif %}){% else %}None{% endif %}),
{% endfor %}
)

_BY_CODE: Dict[str, {{ type }}Info] = {
    code: info for info in ALL for code in (info.code.value, *info.aliases)
}


def find(code: str) -> Optional[{{ type }}Info]:
    """Returns what is known about a code or an alias, exactly as it was sent: case matters."""
    return _BY_CODE.get(code)


# The names of the headers that carry parts of an error: the first is sent, and all are read.
HEADERS: Dict[str, Tuple[str, ...]] = {
{% for name, names in headers | dictsort %}
    {{ literal(name) }}: {{ tuple(names) }},
{% endfor %}
}


def retry_of_status(status: int, indicator: Optional[str] = None) -> Optional[Retry]:
    """Returns the retry class of a response without a known code; None if the status does not tell.
{% if headers.indicator %}

    `indicator` is the value of the header {{ headers.indicator[0] }}, if there is one.
{% endif %}
    """
{% for rule in retry_rules %}
    if {{ within(rule) }}{% if rule.indicators %} and indicator in {{ tuple(rule.indicators) }}{% endif %}:
        return Retry.{{ rule.retry | screaming }}
{% endfor %}
    return None
{% if defaults %}


def default_for_status(status: int) -> Optional[{{ enum }}]:
    """Returns the code of an error about which only the status is known; None if that is no failure."""
{% for default in defaults %}
    if {{ within(default) }}:
        return {{ enum }}({{ literal(default.code) }})
{% endfor %}
    return None
{% endif %}
