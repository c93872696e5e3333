package companion

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// partOfLink is the part of a profile that is its address.
const partOfLink = "amazinghiring_url"

// customFields looks for the fields that the settings fill.
func (d *doctor) customFields(ctx context.Context) []Finding {
	rules := d.Settings.Greenhouse.fieldRules()
	if len(rules) == 0 {
		return fine("The settings fill none.")
	}
	fields, err := d.candidateFields(ctx)
	if err != nil {
		return unlisted(err)
	}
	return judgeFields(rules, fields)
}

func (d *doctor) candidateFields(ctx context.Context) ([]harvest.CustomField, error) {
	return harvest.Collect(d.conn.client.CustomFields(ctx, harvest.CustomFieldQuery{FieldType: "candidate", Active: true}))
}

func unlisted(err error) []Finding {
	return unknown("The custom fields cannot be listed: "+trouble(err)[0].Meaning, "")
}

func judgeFields(rules []plan.FieldRule, fields []harvest.CustomField) []Finding {
	var missing []string
	for _, rule := range rules {
		if !slices.ContainsFunc(fields, func(f harvest.CustomField) bool { return f.NameKey == rule.Key }) {
			missing = append(missing, strconv.Quote(rule.Key))
		}
	}
	if len(missing) > 0 {
		return warn("Greenhouse has no active candidate field with the key "+strings.Join(missing, ", ")+", so what the settings put there is left out.",
			"Correct key under [[greenhouse.custom_field]] in config.toml, or ask a Greenhouse admin for such a field.")
	}
	return fine(fmt.Sprintf("All %d that the settings fill are there.", len(rules)))
}

// profileField is never a reason to act: without such a field the link travels as one of the person's websites.
func (d *doctor) profileField(ctx context.Context) []Finding {
	fields, err := d.candidateFields(ctx)
	if err != nil {
		return unlisted(err)
	}
	return judgeProfileField(d.Settings.Greenhouse.fieldRules(), fields)
}

func judgeProfileField(rules []plan.FieldRule, fields []harvest.CustomField) []Finding {
	filled := func(f harvest.CustomField) bool {
		return slices.Contains(rules, plan.FieldRule{Key: f.NameKey, From: partOfLink})
	}
	if i := slices.IndexFunc(fields, filled); i >= 0 {
		return fine("The settings put it into " + strconv.Quote(fields[i].Name) + ".")
	}
	i := slices.IndexFunc(fields, holdsProfileLink)
	if i < 0 {
		return unknown("There is none, and none is needed: the link to the AmazingHiring profile is among the person's websites.",
			"An admin who wants it in a column of its own adds a candidate field of type URL with AmazingHiring in its name.")
	}
	found := fine("There is one, " + strconv.Quote(fields[i].Name) + ", and the settings do not fill it. None is needed.")
	found[0].Remedy = fmt.Sprintf("To have it filled, add to config.toml: [[greenhouse.custom_field]] with key = %q and from = %q.", fields[i].NameKey, partOfLink)
	return found
}

func holdsProfileLink(f harvest.CustomField) bool {
	isText := slices.Contains([]string{"url", "short_text", "long_text"}, f.ValueType)
	return isText && strings.Contains(strings.ToLower(f.Name), "amazinghiring")
}
