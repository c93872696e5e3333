package harvest

import (
	"context"
	"encoding/json"
	"iter"
)

// SourceID names a source.
type SourceID int64

// Source is where a person was found.
type Source struct {
	ID       SourceID
	Name     string
	TypeName string // the group it belongs to, such as Prospecting
}

func (s Source) complete() bool { return s.ID > 0 }

// UnmarshalJSON lifts the name out of the nested type.
func (s *Source) UnmarshalJSON(raw []byte) error {
	var row struct {
		ID   SourceID `json:"id"`
		Name string   `json:"name"`
		Type struct {
			Name string `json:"name"`
		} `json:"type"`
	}
	if err := json.Unmarshal(raw, &row); err != nil {
		return err
	}
	*s = Source{ID: row.ID, Name: row.Name, TypeName: row.Type.Name}
	return nil
}

// Sources lists all sources. One error ends the list: any of the package's but AmbiguousError.
func (c *Client) Sources(ctx context.Context) iter.Seq2[Source, error] {
	const op = "list sources"
	if c.legacy() {
		return v1All[Source](ctx, c, op, "sources", newFilters())
	}
	return list[Source](ctx, c, op, "sources", newFilters())
}
