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
     * @param use the code that is sent instead, or null
     */
    public record Deprecation(String since, String note, String use) {}

    /** The names of the headers that carry parts of an error: the first is sent, and all are read. */
    public static final class Headers {
{% for name, names in headers | dictsort %}
        {{ {"code": "Those of the code.", "message": "Those of the message.", "request_id": "Those of the id of the request.", "host_id": "Those of the id of the server.", "indicator": "Those of a symbol that support asks for."}[name] | comment("java") }}
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

    /** {@return all codes, by status} */
    public static List<{{ enum }}> all() {
        return Table.ALL;
    }

    /**
     * Returns what is known about a code.
     *
     * @param code the code or an alias, exactly as it was sent: case matters; or null
     * @return what is known; empty if the code is not in the table
     */
    public static Optional<{{ enum }}> find(String code) {
        return Optional.ofNullable(Table.BY_CODE.get(code));
    }

    /** {@return the code as it is sent} */
    public String code() {
        return code;
    }

    /** {@return the HTTP status} */
    public int status() {
        return status;
    }

    /** {@return the reason phrase of the status} */
    public String reason() {
        return reason;
    }

    /** {@return what the error means; an empty string if the table does not say} */
    public String message() {
        return message;
    }

    /** {@return what to do about it; an empty string if the table does not say} */
    public String solution() {
        return solution;
    }

    /** {@return whether the same request may be sent again} */
    public Retry retry() {
        return retry;
    }

    /** {@return other strings that are read as this code} */
    public List<String> aliases() {
        return aliases;
    }

    /** {@return the address of the page that explains the code} */
    public Optional<String> page() {
        return Optional.ofNullable(page);
    }

    /** {@return why the code should no longer be used, if it is deprecated} */
    public Optional<Deprecation> deprecation() {
        return Optional.ofNullable(deprecation);
    }

    @Override
    public String toString() {
        return code;
    }

    /**
     * Returns the retry class of a failed response: that of its code or, if the code is not known, that of
     * its status. An error in the body of a success counts as a 500.
     *
     * @param code the code, or null
     * @param status the HTTP status
{% if headers.indicator %}
     * @param indicator the value of the header {{ headers.indicator[0] }}, or null
{% endif %}
     * @return the class; empty if nothing is known
     */
    public static Optional<Retry> retryOf(String code, int status{{ ", String indicator" if headers.indicator }}) {
        Optional<Retry> ofCode = find(code).map({{ enum }}::retry);
        Optional<Retry> ofStatus = retryOfStatus(status{{ ", indicator" if headers.indicator }});
        // A response may ask for fewer requests although its code does not.
        boolean isThrottled = ofCode.equals(Optional.of(Retry.TRANSIENT)) && ofStatus.equals(Optional.of(Retry.THROTTLING));
        return isThrottled || ofCode.isEmpty() ? ofStatus : ofCode;
    }

    private static Optional<Retry> retryOfStatus(int status{{ ", String indicator" if headers.indicator }}) {
{% for rule in retry_rules if headers.indicator or not rule.indicators %}
        if ({{ within(rule) }}{% if rule.indicators %} && ({% for indicator in rule.indicators %}{{ literal(indicator) }}.equals(indicator){{ " || " if not loop.last }}{% endfor %}){% endif %}) {
            return Optional.of(Retry.{{ rule.retry | screaming }});
        }
{% endfor %}
        return Optional.empty();
    }
{% if defaults %}

    /**
     * Returns the code of an error about which only the status is known.
     *
     * @param status the HTTP status
     * @return the code; empty if the status is not one of a failure
     */
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
{% for _ in codes | batch(100) %}
            Part{{ loop.index }}.add(all);
{% endfor %}
            ALL = List.copyOf(all);
            for ({{ enum }} info : ALL) {
                BY_CODE.put(info.code, info);
                info.aliases.forEach(alias -> BY_CODE.put(alias, info));
            }
        }
    }
{% for part in codes | batch(100) %}

    private static final class Part{{ loop.index }} {
        static void add(List<{{ enum }}> all) {
{% for code in part %}
            all.add(new {{ enum }}({{ literal(code.code) }}, {{ code.status }}, {{ literal(code.reason) }}, {{ literal(code.message) }}, {{ literal(code.solution) }}, Retry.{{ code.retry | screaming }}, {{ list(code.aliases) }}, {{ literal(code.page) }}, {% if code.deprecated %}new Deprecation({{ literal(code.deprecated.since) }}, {{ literal(code.deprecated.note) }}, {{ literal(code.deprecated.use) }}){% else %}null{% endif %}));
{% endfor %}
        }
    }
{% endfor %}
}
