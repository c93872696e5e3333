package amazinghiring

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFolderID(t *testing.T) {
	tests := []struct {
		name    string
		pattern FolderPattern
		address string
		want    int64
	}{
		{"plain", "", "https://search.amazinghiring.com/folders/41001", 41001},
		{"more path", "", "https://search.amazinghiring.com/folders/41001/candidates?status=3#top", 41001},
		{"query", "", "https://search.amazinghiring.com/folders/41001?page=2", 41001},
		{"no scheme", "", " search.amazinghiring.com/folders/41001/ ", 41001},
		{"another host", "", "http://127.0.0.1:8080/folders/41001", 41001},
		{"the number goes on as a word", "", "https://search.amazinghiring.com/folders/41001x", 0},
		{"no number", "", "https://search.amazinghiring.com/folders/", 0},
		{"zero", "", "https://search.amazinghiring.com/folders/0", 0},
		{"too large", "", "https://search.amazinghiring.com/folders/9223372036854775808", 0},
		{"inside another address", "", "https://search.amazinghiring.com/login?next=/folders/41001", 0},
		{"profile", "", "https://search.amazinghiring.com/profiles/41001", 0},
		{"path only", "", "/folders/41001", 0},
		{"nothing", "", "", 0},
		{"own pattern", "/app/#/vacancy/<id>/list", "https://ah.example/app/#/vacancy/41001/list?x=1", 41001},
		{"own pattern, other page", "/app/#/vacancy/<id>/list", "https://ah.example/app/#/vacancy/41001/lists", 0},
		{"own pattern, number in the query", "/base?folder=<id>", "https://ah.example/base?folder=41001&tab=2", 41001},
		{"own pattern, slash at the end", "/f/<id>/", "https://ah.example/f/41001/people", 41001},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.NoError(t, tt.pattern.Validate())
			got, ok := tt.pattern.FolderID(tt.address)
			require.Equal(t, tt.want, got)
			require.Equal(t, tt.want != 0, ok)
		})
	}
}

func TestFolderPatternValidate(t *testing.T) {
	for _, bad := range []FolderPattern{"folders/<id>", "/folders/", "/<id>/<id>", "<id>"} {
		require.Error(t, bad.Validate(), bad)
	}
}
