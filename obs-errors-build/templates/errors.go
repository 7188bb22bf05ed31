// Code generated from {{ table_path }}. DO NOT EDIT.
// {{ mark }}

{% from "macros.jinja" import summary, deprecation, within %}
{% macro literal(text) %}{{ text | literal("go") }}{% endmacro %}
{% macro strings(items) %}[]string{ {%- for item in items %}{{ literal(item) }}{{ ", " if not loop.last }}{% endfor %}}{% endmacro %}
{{ ("Package " ~ go_package ~ " has the error codes of " ~ service ~ ".") | comment("go") }}
package {{ go_package }}

{{ ("Code is an error code of " ~ service ~ ", as it is sent. A service may send others.") | comment("go") }}
type Code string

const (
{% for code in codes %}
	{{ ("Code" ~ code.name ~ ": " ~ summary(code)) | comment("go", deprecated=deprecation(code)) | replace("\n", "\n\t") }}
	Code{{ code.name }} Code = {{ literal(code.code) }}
{% if not loop.last %}

{% endif %}
{% endfor %}
)

// Retry says whether the same request may be sent again.
type Retry string

const (
{% for class in retry_classes %}
	// Retry{{ class.name | pascal }}: {{ class.meaning }}.
	Retry{{ class.name | pascal }} Retry = {{ literal(class.name) }}
{% if not loop.last %}

{% endif %}
{% endfor %}
)

// Deprecation says why a code should no longer be used. It is still read.
type Deprecation struct {
	// Since is the version of the table that deprecated the code.
	Since string

	Note string

	// Use is the code that is sent instead, or empty.
	Use Code
}

// Info is what is known about a code.
type Info struct {
	Code Code

	// Status is the HTTP status.
	Status int

	// Reason is the reason phrase of the status.
	Reason string

	// Message is what the error means; empty if the table does not say.
	Message string

	// Solution is what to do about it; empty if the table does not say.
	Solution string

	Retry Retry

	// Aliases are other strings that are read as this code.
	Aliases []string

	// Page is the address of the page that explains the code, or empty.
	Page string

	// Deprecated is nil unless the code is deprecated.
	Deprecated *Deprecation
}

var all = []Info{
{% for code in codes %}
	{Code: {{ literal(code.code) }}, Status: {{ code.status }}, Reason: {{ literal(code.reason) }}, Message: {{ literal(code.message) }}, Solution: {{ literal(code.solution) }}, Retry: {{ literal(code.retry) }}
{%- if code.aliases %}, Aliases: {{ strings(code.aliases) }}{% endif %}
{% if code.page %}, Page: {{ literal(code.page) }}{% endif %}
{% if code.deprecated %}, Deprecated: &Deprecation{Since: {{ literal(code.deprecated.since) }}, Note: {{ literal(code.deprecated.note) }}, Use: {{ literal(code.deprecated.use or "") }}}{% endif %}},
{% endfor %}
}

var byCode = func() map[string]*Info {
	infos := make(map[string]*Info, len(all))
	for i := range all {
		infos[string(all[i].Code)] = &all[i]
		for _, alias := range all[i].Aliases {
			infos[alias] = &all[i]
		}
	}
	return infos
}()

// All returns all codes, by status.
func All() []Info {
	infos := make([]Info, len(all))
	for i := range all {
		infos[i] = all[i].copied()
	}
	return infos
}

// Find returns what is known about a code or an alias, exactly as it was sent: case matters.
func Find(code string) (Info, bool) {
	info, ok := byCode[code]
	if !ok {
		return Info{}, false
	}
	return info.copied(), true
}

// copied returns a copy that the caller may change.
func (info *Info) copied() Info {
	other := *info
	other.Aliases = append([]string(nil), info.Aliases...)
	if info.Deprecated != nil {
		why := *info.Deprecated
		other.Deprecated = &why
	}
	return other
}

// HeaderNames are the names of the headers that carry parts of an error: the first is sent, and all are
// read.
type HeaderNames struct {
{% for name, names in headers | dictsort %}
	{{ {"code": "Code", "message": "Message", "request_id": "RequestID", "host_id": "HostID", "indicator": "Indicator"}[name] }} []string
{% if not loop.last %}

{% endif %}
{% endfor %}
}

// Headers returns the names of the headers.
func Headers() HeaderNames {
	var names HeaderNames
{% for name, names in headers | dictsort %}
	names.{{ {"code": "Code", "message": "Message", "request_id": "RequestID", "host_id": "HostID", "indicator": "Indicator"}[name] }} = {{ strings(names) }}
{% endfor %}
	return names
}

// RetryOf returns the retry class of a failed response, or an empty string if nothing is known: that of
// its code or, if the code is not known, that of its status. An error in the body of a success counts as a
// 500.
{% if headers.indicator %}
//
// The indicator is the value of the header {{ headers.indicator[0] }}, or empty.
{% endif %}
func RetryOf(code string, status int{{ ", indicator string" if headers.indicator }}) Retry {
	ofStatus := retryOfStatus(status{{ ", indicator" if headers.indicator }})
	info, ok := byCode[code]
	// A response may ask for fewer requests although its code does not.
	if !ok || info.Retry == RetryTransient && ofStatus == RetryThrottling {
		return ofStatus
	}
	return info.Retry
}

func retryOfStatus(status int{{ ", indicator string" if headers.indicator }}) Retry {
	switch {
{% for rule in retry_rules if headers.indicator or not rule.indicators %}
	case {{ within(rule) }}{% if rule.indicators %} && ({% for indicator in rule.indicators %}indicator == {{ literal(indicator) }}{{ " || " if not loop.last }}{% endfor %}){% endif %}:
		return Retry{{ rule.retry | pascal }}
{% endfor %}
	}
	return ""
}
{% if defaults %}

// DefaultForStatus returns the code of an error about which only the status is known, or an empty string
// if the status is not one of a failure.
func DefaultForStatus(status int) Code {
	switch {
{% for default in defaults %}
	case {{ within(default) }}:
		return {{ literal(default.code) }}
{% endfor %}
	}
	return ""
}
{% endif %}
