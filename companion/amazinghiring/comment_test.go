package amazinghiring

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestCommentsKeepTheirZone(t *testing.T) {
	raw, err := os.ReadFile(samples["a_plain"])
	require.NoError(t, err)
	comments, err := Comments(raw)
	require.NoError(t, err)
	require.Len(t, comments, 1)
	require.Equal(t, "Open to relocation, prefers remote.", comments[0].Body)
	require.Equal(t, "Sample Recruiter", comments[0].Author)
	require.Equal(t, "2026-05-04T12:30:00+03:00", comments[0].CreatedAt.Format(time.RFC3339))
	require.Equal(t, "2026-05-04T12:30:00+03:00", comments[0].ModifiedAt.Format(time.RFC3339))
}

func TestTags(t *testing.T) {
	tests := []struct {
		name, raw string
		want      []string
	}{
		{"none", `{}`, nil},
		{"texts", `{"tags": ["go", " remote ", "go", ""]}`, []string{"go", "remote"}},
		{"objects", `{"tags": [{"id": 1, "name": "go"}, {"name": null}, "lisbon"]}`, []string{"go", "lisbon"}},
		{"enrichment", `{"profile": {"tags": ["go"]}}`, []string{"go"}},
		{"odd", `{"tags": {"name": "go"}}`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Tags([]byte(tt.raw))
			require.NoError(t, err)
			require.Equal(t, tt.want, got)
		})
	}
	_, err := Tags([]byte(`[]`))
	require.Equal(t, &FieldError{Of: "profile", Problem: "is not a JSON object"}, err)
	_, err = Comments([]byte(`[]`))
	require.Equal(t, &FieldError{Of: "profile", Problem: "is not a JSON object"}, err)
}

func TestTagsAreReadElsewhereAndSoNotDropped(t *testing.T) {
	_, dropped, err := Decode([]byte(`{"id": 1, "name": "Marta Okafor", "tags": ["go"]}`), base)
	require.NoError(t, err)
	require.Empty(t, dropped)
}
