// {{ mark }} from {{ table_path }}. Do not edit.
{% from "macros.jinja" import summary, deprecation, within %}
{% macro literal(text) %}{% if text is none %}null{% else %}{{ text | literal("java") }}{% endif %}{% endmacro %}
{% macro list(items) %}List.of({% for item in items %}{{ literal(item) }}{{ ", " if not loop.last }}{% endfor %}){% endmacro %}
{% if java_package %}
package {{ java_package }};

{% endif %}
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

{{ ("What is known about an error code of " ~ service ~ ". The constants are the codes as they are sent, so that a switch works with the code of any response, known or not.") | comment("java") }}
public final class {{ enum }} {
{% for code in codes %}
    {{ summary(code) | comment("java", deprecated=deprecation(code)) | indent(4) }}
{% if code.deprecated %}
    @Deprecated(since = {{ literal(code.deprecated.since) }})
{% endif %}
    public static final String {{ code.name | screaming }} = {{ literal(code.code) }};

{% endfor %}
    /** Whether the same request may be sent again. */
    public enum Retry {
{% for class in retry_classes %}
        {{ (class.meaning | capitalize ~ ".") | comment("java") }}
        {{ class.name | screaming }}{{ "," if not loop.last else ";" }}
{% endfor %}
    }

    /**
     * Why a code should no longer be used. It is still read.
     *
     * @param since the version of the table that deprecated the code
     * @param note the reason
     * @param use the code that is sent instead, if there is one
     */
    public record Deprecation(String since, String note, Optional<String> use) {}

    /** The names of the headers that carry parts of an error: the first is sent, and all are read. */
    public static final class Headers {
{% for name, names in headers | dictsort %}
        public static final List<String> {{ name | screaming }} = {{ list(names) }};
{% endfor %}

        private Headers() {}
    }

    private final String code;
    private final int status;
    private final String reason;
    private final String message;
    private final String solution;
    private final Retry retry;
    private final List<String> aliases;
    private final String page;
    private final Deprecation deprecation;

    private {{ enum }}(String code, int status, String reason, String message, String solution, Retry retry, List<String> aliases, String page, Deprecation deprecation) {
        this.code = code;
        this.status = status;
        this.reason = reason;
        this.message = message;
        this.solution = solution;
        this.retry = retry;
        this.aliases = aliases;
        this.page = page;
        this.deprecation = deprecation;
    }

    /** Returns all codes, by status. */
    public static List<{{ enum }}> all() {
        return Table.ALL;
    }

    /** Returns what is known about a code or an alias, exactly as it was sent: case matters. */
    public static Optional<{{ enum }}> find(String code) {
        return Optional.ofNullable(Table.BY_CODE.get(code));
    }

    /** Returns the code as it is sent. */
    public String code() {
        return code;
    }

    /** Returns the HTTP status. */
    public int status() {
        return status;
    }

    /** Returns the reason phrase of the status. */
    public String reason() {
        return reason;
    }

    /** Returns what the error means. */
    public String message() {
        return message;
    }

    /** Returns what to do about it; an empty string if the table does not say. */
    public String solution() {
        return solution;
    }

    /** Returns whether the same request may be sent again. */
    public Retry retry() {
        return retry;
    }

    /** Returns other strings that are read as this code. */
    public List<String> aliases() {
        return aliases;
    }

    /** Returns the address of the page that explains the code. */
    public Optional<String> page() {
        return Optional.ofNullable(page);
    }

    /** Returns why the code should no longer be used, if it is deprecated. */
    public Optional<Deprecation> deprecation() {
        return Optional.ofNullable(deprecation);
    }

    @Override
    public String toString() {
        return code;
    }

    /**
     * Returns the retry class of a response without a known code; empty if the status does not tell.
     *
     * @param status the HTTP status
     * @param indicator {% if headers.indicator %}the value of the header {{ headers.indicator[0] }}{% else %}always null{% endif %}, or null
     */
    public static Optional<Retry> retryOfStatus(int status, String indicator) {
{% for rule in retry_rules %}
        if ({{ within(rule) }}{% if rule.indicators %} && indicator != null && {{ list(rule.indicators) }}.contains(indicator){% endif %}) {
            return Optional.of(Retry.{{ rule.retry | screaming }});
        }
{% endfor %}
        return Optional.empty();
    }
{% if defaults %}

    /** Returns the code of an error about which only the status is known, if the status is one of a failure. */
    public static Optional<String> defaultForStatus(int status) {
{% for default in defaults %}
        if ({{ within(default) }}) {
            return Optional.of({{ literal(default.code) }});
        }
{% endfor %}
        return Optional.empty();
    }
{% endif %}

    /** All codes. Java limits the size of a method, so several classes have a part each. */
    private static final class Table {
        static final List<{{ enum }}> ALL;
        static final Map<String, {{ enum }}> BY_CODE = new HashMap<>();

        static {
            List<{{ enum }}> all = new ArrayList<>();
{% for _ in codes | batch(500) %}
            Part{{ loop.index }}.add(all);
{% endfor %}
            ALL = List.copyOf(all);
            for ({{ enum }} info : ALL) {
                BY_CODE.put(info.code, info);
                info.aliases.forEach(alias -> BY_CODE.put(alias, info));
            }
        }
    }
{% for part in codes | batch(500) %}

    private static final class Part{{ loop.index }} {
        static void add(List<{{ enum }}> all) {
{% for code in part %}
            all.add(new {{ enum }}({{ literal(code.code) }}, {{ code.status }}, {{ literal(code.reason) }}, {{ literal(code.message) }}, {{ literal(code.solution) }}, Retry.{{ code.retry | screaming }}, {{ list(code.aliases) }}, {{ literal(code.page) }}, {% if code.deprecated %}new Deprecation({{ literal(code.deprecated.since) }}, {{ literal(code.deprecated.note) }}, Optional.{% if code.deprecated.use %}of({{ literal(code.deprecated.use) }}){% else %}empty(){% endif %}){% else %}null{% endif %}));
{% endfor %}
        }
    }
{% endfor %}
}
