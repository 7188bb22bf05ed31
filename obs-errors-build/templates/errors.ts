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
  readonly use: {{ enum }} | undefined;
}

/** What is known about a code. */
export interface {{ type }}Info {
  readonly code: {{ enum }};
  /** The HTTP status. */
  readonly status: number;
  /** The reason phrase of the status. */
  readonly reason: string;
  /** What the error means; empty if the table does not say. */
  readonly message: string;
  /** What to do about it; empty if the table does not say. */
  readonly solution: string;
  readonly retry: Retry;
  /** Other strings that are read as this code. */
  readonly aliases: readonly string[];
  /** The address of the page that explains the code. */
  readonly page: string | undefined;
  readonly deprecated: Deprecation | undefined;
}

const all: {{ type }}Info[] = [];

/** All codes, by status. */
export const ALL: readonly {{ type }}Info[] = all;

// One call for each code: the type of a list with thousands of literals is too complex for the compiler.
function add(
  code: {{ enum }},
  status: number,
  reason: string,
  message: string,
  solution: string,
  retry: Retry,
  aliases: readonly string[] = [],
  page?: string,
  deprecated?: Deprecation,
): void {
  all.push({ code, status, reason, message, solution, retry, aliases, page, deprecated });
}

{% for code in codes %}
add({{ literal(code.code) }}, {{ code.status }}, {{ literal(code.reason) }}, {{ literal(code.message) }}, {{ literal(code.solution) }}, {{ literal(code.retry) }}
{%- if code.aliases or code.page or code.deprecated %}, {{ list(code.aliases) }}{% endif %}
{% if code.page or code.deprecated %}, {% if code.page %}{{ literal(code.page) }}{% else %}undefined{% endif %}{% endif %}
{% if code.deprecated %}, { since: {{ literal(code.deprecated.since) }}, note: {{ literal(code.deprecated.note) }}, use: {% if code.deprecated.use %}{{ literal(code.deprecated.use) }}{% else %}undefined{% endif %} }{% endif %});
{% endfor %}

const byCode = new Map<string, {{ type }}Info>();
for (const info of all) {
  byCode.set(info.code, info);
  for (const alias of info.aliases) byCode.set(alias, info);
}

/** Returns what is known about a code or an alias, exactly as it was sent: case matters. */
export function find(code: string): {{ type }}Info | undefined {
  return byCode.get(code);
}

/** The names of the headers that carry parts of an error: the first is sent, and all are read. */
export const HEADERS: Readonly<Record<{% for name in headers %}{{ literal(name | camel) }}{{ " | " if not loop.last }}{% endfor %}, readonly string[]>> = {
{% for name, names in headers | dictsort %}
  {{ name | camel }}: {{ list(names) }},
{% endfor %}
};

/**
 * Returns the retry class of a failed response, or `undefined` if nothing is known: that of its code or, if
 * the code is not known, that of its status. An error in the body of a success counts as a 500.
{% if headers.indicator %}
 *
 * @param indicator The value of the header {{ headers.indicator[0] }}, if there is one.
{% endif %}
 */
export function retryOf(
  code: string | null | undefined,
  status: number,
{% if headers.indicator %}
  indicator?: string | null,
{% endif %}
): Retry | undefined {
  const ofCode = code == null ? undefined : find(code)?.retry;
  const ofStatus = retryOfStatus(status{{ ", indicator" if headers.indicator }});
  // A response may ask for fewer requests although its code does not.
  return ofCode === "transient" && ofStatus === "throttling" ? ofStatus : (ofCode ?? ofStatus);
}

function retryOfStatus(status: number{{ ", indicator?: string | null" if headers.indicator }}): Retry | undefined {
{% for rule in retry_rules if headers.indicator or not rule.indicators %}
  if ({{ within(rule) | replace("==", "===") }}{% if rule.indicators %} && ({% for indicator in rule.indicators %}indicator === {{ literal(indicator) }}{{ " || " if not loop.last }}{% endfor %}){% endif %}) return {{ literal(rule.retry) }};
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
