package harvest

import (
	"context"
	"encoding/json"
	"iter"
)

// RejectionReasonID names a reason for a rejection.
type RejectionReasonID int64

// RejectionReason says why an application ended.
type RejectionReason struct {
	ID      RejectionReasonID
	Name    string
	TypeKey string // WE_REJECTED_THEM, THEY_REJECTED_US, NONE_SPECIFIED or SECURITY_CONCERN
}

func (r RejectionReason) complete() bool { return r.ID > 0 }

// UnmarshalJSON lifts the key out of the nested type.
func (r *RejectionReason) UnmarshalJSON(raw []byte) error {
	var row struct {
		ID   RejectionReasonID `json:"id"`
		Name string            `json:"name"`
		Type struct {
			Key string `json:"key"`
		} `json:"type"`
	}
	if err := json.Unmarshal(raw, &row); err != nil {
		return err
	}
	*r = RejectionReason{ID: row.ID, Name: row.Name, TypeKey: row.Type.Key}
	return nil
}

// RejectionReasonQuery widens a list of reasons. The zero query lists the organisation's own ones.
type RejectionReasonQuery struct{ IncludeDefaults bool } // Greenhouse's built-in ones too

// RejectionReasons lists reasons, newest first. One error ends the list: any of the package's but AmbiguousError.
func (c *Client) RejectionReasons(ctx context.Context, q RejectionReasonQuery) iter.Seq2[RejectionReason, error] {
	f := newFilters()
	f.flag("include_defaults", q.IncludeDefaults)
	return list[RejectionReason](ctx, c, "list rejection reasons", "rejection_reasons", f)
}
