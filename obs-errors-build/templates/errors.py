# {{ mark }} from {{ table_path }}. Do not edit.
{{ ("The error codes of " ~ service ~ ".") | literal("python") }}

{% from "macros.jinja" import summary, deprecation %}
{% macro literal(text) %}{% if text is none %}None{% else %}{{ text | literal("python") }}{% endif %}{% endmacro %}
{% macro within(range) %}{% if range.first_status == range.last_status %}status == {{ range.first_status }}{% else %}{{ range.first_status }} <= status <= {{ range.last_status }}{% endif %}{% endmacro %}
{% macro tuple(items) %}({% for item in items %}{{ literal(item) }}{{ ", " if not loop.last }}{% endfor %}{{ "," if items | length == 1 }}){% endmacro %}
{% set type = enum[:-4] %}
from dataclasses import dataclass
from enum import Enum
from typing import Dict, Mapping, Optional, Tuple


class Retry(str, Enum):
    """Whether the same request may be sent again."""

{% for class in retry_classes %}
    {{ class.name | screaming }} = {{ literal(class.name) }}
    {{ literal(class.meaning | capitalize ~ ".") }}
{% endfor %}

    def __str__(self) -> str:
        return str(self.value)


class {{ enum }}(str, Enum):
    {{ ("The error codes of " ~ service ~ ", as they are sent. A service may send others.") | literal("python") }}

{% for code in codes %}
    {{ code.name | screaming }} = {{ literal(code.code) }}
    {{ literal(summary(code) ~ (" Deprecated " ~ deprecation(code) ~ "." if code.deprecated else "")) }}
{% endfor %}

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True)
class Deprecation:
    """Why a code should no longer be used. It is still read."""

    since: str
    """The version of the table that deprecated the code."""
    note: str
    use: Optional[{{ enum }}]
    """The code that is sent instead, if there is one."""


@dataclass(frozen=True)
class {{ type }}Info:
    """What is known about a code."""

    code: {{ enum }}
    status: int
    """The HTTP status."""
    reason: str
    """The reason phrase of the status."""
    message: str
    """What the error means; empty if the table does not say."""
    solution: str
    """What to do about it; empty if the table does not say."""
    retry: Retry
    aliases: Tuple[str, ...]
    """Other strings that are read as this code."""
    page: Optional[str]
    """The address of the page that explains the code."""
    deprecated: Optional[Deprecation]


ALL: Tuple[{{ type }}Info, ...] = (
{% for code in codes %}
    {{ type }}Info({{ enum }}.{{ code.name | screaming }}, {{ code.status }}, {{ literal(code.reason) }}, {{ literal(code.message) }}, {{ literal(code.solution) }}, Retry.{{ code.retry | screaming }}, {{ tuple(code.aliases) }}, {{ literal(code.page) }}, {% if code.deprecated %}Deprecation({{ literal(code.deprecated.since) }}, {{ literal(code.deprecated.note) }}, {% if code.deprecated.use %}{{ enum }}({{ literal(code.deprecated.use) }}){% else %}None{% endif %}){% else %}None{% endif %}),
{% endfor %}
)
"""All codes, by status."""

_BY_CODE: Dict[str, {{ type }}Info] = {
    code: info for info in ALL for code in (info.code.value, *info.aliases)
}


def find(code: str) -> Optional[{{ type }}Info]:
    """Returns what is known about a code or an alias, exactly as it was sent: case matters."""
    return _BY_CODE.get(code)


HEADERS: Mapping[str, Tuple[str, ...]] = {
{% for name, names in headers | dictsort %}
    {{ literal(name) }}: {{ tuple(names) }},
{% endfor %}
}
"""The names of the headers that carry parts of an error: the first is sent, and all are read."""


def retry_of(
    code: Optional[str], status: int{{ ", indicator: Optional[str] = None" if headers.indicator }}
) -> Optional[Retry]:
    """Returns the retry class of a failed response; None if nothing is known.

    It is that of the code or, if the code is not known, that of the status. An error in the body of a
    success counts as a 500.
{% if headers.indicator %}
    `indicator` is the value of the header {{ headers.indicator[0] }}, if there is one.
{% endif %}
    """
    info = None if code is None else find(code)
    of_status = _retry_of_status(status{{ ", indicator" if headers.indicator }})
    if info is None:
        return of_status
    # A response may ask for fewer requests although its code does not.
    if info.retry is Retry.TRANSIENT and of_status is Retry.THROTTLING:
        return of_status
    return info.retry


def _retry_of_status(status: int{{ ", indicator: Optional[str]" if headers.indicator }}) -> Optional[Retry]:
{% for rule in retry_rules if headers.indicator or not rule.indicators %}
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
