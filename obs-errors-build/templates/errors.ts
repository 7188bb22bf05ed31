// {{ mark }} from {{ table_path }}. Do not edit.

{% from "macros.jinja" import summary, deprecation, within %}
{% macro literal(text) %}{{ text | literal("typescript") }}{% endmacro %}
{% macro list(items) %}[{% for item in items %}{{ literal(item) }}{{ ", " if not loop.last }}{% endfor %}]{% endmacro %}
{% set type = enum[:-4] %}
{{ ("The error codes of " ~ service ~ ", as they are sent. A service may send others.") | comment("typescript") }}
export const {{ enum }} = {
{% for code in codes %}
  {{ summary(code) | comment("typescript", deprecated=deprecation(code)) | indent(2) }}
  {{ code.name }}: {{ literal(code.code) }},
{% endfor %}
} as const;

{{ ("An error code of " ~ service ~ ".") | comment("typescript") }}
export type {{ enum }} = (typeof {{ enum }})[keyof typeof {{ enum }}];

/**
 * Whether the same request may be sent again.
 *
{% for class in retry_classes %}
 * - `{{ class.name }}`: {{ class.meaning }}
{% endfor %}
 */
export type Retry = {% for class in retry_classes %}{{ literal(class.name) }}{{ " | " if not loop.last }}{% endfor %};

/** Why a code should no longer be used. It is still read. */
export interface Deprecation {
  /** The version of the table that deprecated the code. */
  readonly since: string;
  readonly note: string;
  /** The code that is sent instead, if there is one. */
  readonly use?: {{ enum }};
}

/** What is known about a code. */
export interface {{ type }}Info {
  readonly code: {{ enum }};
  /** The HTTP status. */
  readonly status: number;
  /** The reason phrase of the status. */
  readonly reason: string;
  /** What the error means. */
  readonly message: string;
  /** What to do about it; empty if the table does not say. */
  readonly solution: string;
  readonly retry: Retry;
  /** Other strings that are read as this code. */
  readonly aliases: readonly string[];
  /** The address of the page that explains the code. */
  readonly page?: string;
  readonly deprecated?: Deprecation;
}

/** All codes, by status. */
export const ALL: readonly {{ type }}Info[] = [
{% for code in codes %}
  { code: {{ literal(code.code) }}, status: {{ code.status }}, reason: {{ literal(code.reason) }}, message: {{ literal(code.message) }}, solution: {{ literal(code.solution) }}, retry: {{ literal(code.retry) }}, aliases: {{ list(code.aliases) }}
{%- if code.page %}, page: {{ literal(code.page) }}{% endif %}
{% if code.deprecated %}, deprecated: { since: {{ literal(code.deprecated.since) }}, note: {{ literal(code.deprecated.note) }}{% if code.deprecated.use %}, use: {{ literal(code.deprecated.use) }}{% endif %} }{% endif %} },
{% endfor %}
];

const byCode: ReadonlyMap<string, {{ type }}Info> = new Map(
  ALL.flatMap((info) => [info.code, ...info.aliases].map((code) => [code, info] as const)),
);

/** Returns what is known about a code or an alias, exactly as it was sent: case matters. */
export function find(code: string): {{ type }}Info | undefined {
  return byCode.get(code);
}

/** The names of the headers that carry parts of an error: the first is sent, and all are read. */
export const HEADERS = {
{% for name, names in headers | dictsort %}
  {{ name | camel }}: {{ list(names) }},
{% endfor %}
} as const;

/**
 * Returns the retry class of a response without a known code, or `undefined` if the status does not tell.
{% if headers.indicator %}
 *
 * @param indicator The value of the header {{ headers.indicator[0] }}, if there is one.
{% endif %}
 */
export function retryOfStatus(status: number, indicator?: string): Retry | undefined {
{% for rule in retry_rules %}
  if ({{ within(rule) | replace("==", "===") }}{% if rule.indicators %} && indicator !== undefined && {{ list(rule.indicators) }}.includes(indicator){% endif %}) return {{ literal(rule.retry) }};
{% endfor %}
  return undefined;
}
{% if defaults %}

/** Returns the code of an error about which only the status is known, if the status is one of a failure. */
export function defaultForStatus(status: number): {{ enum }} | undefined {
{% for default in defaults %}
  if ({{ within(default) | replace("==", "===") }}) return {{ literal(default.code) }};
{% endfor %}
  return undefined;
}
{% endif %}
