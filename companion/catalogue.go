package companion

import (
	"context"
	"errors"
	"slices"

	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// fieldCatalogue is the organisation's custom fields for people, with the options of those that have any.
type fieldCatalogue struct {
	fields  []harvest.CustomField
	options map[int64][]harvest.CustomFieldOption
}

// customFields are the active fields for people. A credential that may not list them fills none.
func (c *connection) customFields(ctx context.Context) (fieldCatalogue, error) {
	return c.fields.get(func() (fieldCatalogue, error) {
		out := fieldCatalogue{options: map[int64][]harvest.CustomFieldOption{}}
		for field, err := range c.client.CustomFields(ctx, harvest.CustomFieldQuery{FieldType: "candidate", Active: true}) {
			if err != nil {
				return fieldCatalogue{}, notGranted(err)
			}
			out.fields = append(out.fields, field)
		}
		return out, c.readOptions(ctx, out)
	})
}

// readOptions reads archived options as well: people may still have them.
func (c *connection) readOptions(ctx context.Context, into fieldCatalogue) error {
	var chosen []int64
	for _, field := range into.fields {
		if field.ValueType == "single_select" || field.ValueType == "multi_select" {
			chosen = append(chosen, field.ID)
		}
	}
	for some := range slices.Chunk(chosen, 50) {
		for option, err := range c.client.CustomFieldOptions(ctx, harvest.CustomFieldOptionQuery{FieldIDs: some, PerPage: 500}) {
			if err != nil {
				return notGranted(err)
			}
			into.options[option.FieldID] = append(into.options[option.FieldID], option)
		}
	}
	return nil
}

// schoolOptions are the lists that educations refer to.
func (c *connection) schoolOptions(ctx context.Context) (plan.SchoolOptions, error) {
	return c.schools.get(func() (o plan.SchoolOptions, err error) {
		for key, into := range map[string]*map[string]harvest.OptionID{
			"school_name": &o.Schools, "degree": &o.Degrees, "discipline": &o.Disciplines,
		} {
			if *into, err = c.optionIDs(ctx, key); err != nil {
				return plan.SchoolOptions{}, notGranted(err)
			}
		}
		return o, nil
	})
}

func (c *connection) optionIDs(ctx context.Context, key string) (map[string]harvest.OptionID, error) {
	ids := map[string]harvest.OptionID{}
	for option, err := range c.client.CustomFieldOptions(ctx, harvest.CustomFieldOptionQuery{FieldKey: key, Active: true, PerPage: 500}) {
		if err != nil {
			return nil, err
		}
		ids[plan.Folded(option.Name)] = option.ID
	}
	return ids, nil
}

// tagIDs are the organisation's tags by name, which Greenhouse compares exactly.
func (c *connection) tagIDs(ctx context.Context) (map[string]harvest.TagID, error) {
	return c.tags.get(func() (map[string]harvest.TagID, error) {
		ids := map[string]harvest.TagID{}
		for tag, err := range c.client.CandidateTags(ctx) {
			if err != nil {
				return nil, err
			}
			ids[tag.Name] = tag.ID
		}
		return ids, nil
	})
}

// creditID is the referrer record of the acting user, 0 where there is none or it may not be looked up. Without one an
// application is credited as Greenhouse does by itself.
func (c *connection) creditID(ctx context.Context) (harvest.ReferrerID, error) {
	return c.credit.get(func() (harvest.ReferrerID, error) {
		granted, err := c.granted(ctx)
		if err != nil || !granted["harvest:referrers:list"] {
			return 0, err
		}
		user := []harvest.UserID{harvest.UserID(c.account.UserID)}
		referrer, _, err := harvest.First(c.client.Referrers(ctx, harvest.ReferrerQuery{UserIDs: user}))
		return referrer.ID, notGranted(err)
	})
}

// notGranted turns a missing permission into nothing: what needs it stays off, and doctor tells.
func notGranted(err error) error {
	var permission *harvest.PermissionError
	if errors.As(err, &permission) || errors.Is(err, harvest.ErrNotInDialect) {
		return nil
	}
	return err
}
