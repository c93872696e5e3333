package sandbox

import (
	"fmt"
	"strings"
	"time"
)

// fieldViews are the custom fields that have a value, in the order of the organisation.
func (st *state) fieldViews(rec *record) []fieldView {
	var views []fieldView
	held := objectIn(rec.values, "custom_fields")
	for _, field := range st.tables["custom_fields"].records {
		value := held[field.text("name_key")]
		if field.text("field_type") != "candidate" || value == nil {
			continue
		}
		views = append(views, fieldView{field.text("name"), readable(st.customLabel(value))})
	}
	return views
}

// readable is the value of a custom field as a person reads it.
func readable(value any) string {
	switch value := value.(type) {
	case bool:
		if value {
			return "yes"
		}
		return "no"
	case []any:
		var parts []string
		for _, each := range value {
			parts = append(parts, readable(each))
		}
		return strings.Join(parts, ", ")
	case object:
		return join(" ", amounts(value), textIn(value, "currency_code"))
	}
	return fmt.Sprint(value)
}

// amounts is the number of a currency, or both ends of a range.
func amounts(value object) string {
	if value["amount"] != nil {
		return fmt.Sprint(value["amount"])
	}
	for _, unit := range []string{"amount", "value"} {
		if low := value["min_"+unit]; low != nil {
			return fmt.Sprint(low, "–", value["max_"+unit])
		}
	}
	return ""
}

func (st *state) educationView(rec *record) string {
	var parts []string
	for _, list := range []string{"school_name", "degree", "discipline"} {
		parts = append(parts, st.nameOf("custom_field_options", rec.number(list+"_custom_field_option_id")))
	}
	return join(", ", append(parts, span(year(rec.time("start_at")), year(rec.time("end_at"))))...)
}

func year(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.Format("2006")
}

// span is a time from one end to the other; an open end is a dash.
func span(start, end string) string {
	if start == "" && end == "" {
		return ""
	}
	return start + "–" + end
}
