package pretend

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func start(t *testing.T) *Server {
	t.Helper()
	s, err := Start("")
	require.NoError(t, err)
	t.Cleanup(s.Close)
	return s
}

func get(t *testing.T, url, authorization string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	require.NoError(t, err)
	req.Header.Set("Authorization", authorization)
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp.StatusCode, string(body)
}

func TestAPIRequiresTheToken(t *testing.T) {
	s := start(t)
	const known, unknown = "/api/v6/profiles/900000000000101/", "/api/v6/profiles/1/"
	tests := []struct {
		name, path, authorization string
		want                      int
	}{
		{"token", known, "Token " + s.Token(), http.StatusOK},
		{"bearer", known, "Bearer " + s.Token(), http.StatusOK},
		{"nothing", known, "", http.StatusUnauthorized},
		{"bare", known, s.Token(), http.StatusUnauthorized},
		{"wrong", known, "Token wrong", http.StatusUnauthorized},
		{"unknown without token", unknown, "", http.StatusUnauthorized},
		{"unknown", unknown, "Token " + s.Token(), http.StatusNotFound},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			status, body := get(t, s.URL()+tt.path, tt.authorization)
			require.Equal(t, tt.want, status)
			require.True(t, json.Valid([]byte(body)))
		})
	}
}

func TestProfiles(t *testing.T) {
	s := start(t)
	require.Equal(t, []int64{900000000000101, 900000000000104, 900000000000105, 900000000000111, 900000000000112}, s.Profiles())
	require.Subset(t, s.Profiles(), s.Plain())
	for _, id := range s.Profiles() {
		status, body := get(t, s.URL()+"/api/v6/profiles/"+strconv.FormatInt(id, 10)+"/", "Token "+s.Token())
		require.Equal(t, http.StatusOK, status)
		require.Contains(t, body, strconv.FormatInt(id, 10))
	}
}

func TestPageShowsTheGenericFacts(t *testing.T) {
	s := start(t)
	for _, suffix := range []string{"", "/", "/contacts", "?tab=1"} {
		status, page := get(t, s.URL()+"/profiles/900000000000101"+suffix, "")
		require.Equal(t, http.StatusOK, status)
		for _, fact := range []string{
			"<title>Marta Okafor", `<h1 class="p-name" itemprop="name">Marta Okafor</h1>`, `href="mailto:marta.okafor@example.com"`,
			`href="tel:`, `href="https://github.com/martaokafor-example"`, `itemprop="url" rel="me noopener" href="https://martaokafor.example"`,
			"Blue Heron Example Ltd", "– now", "gRPC", "schema.org/Person", "h-card",
		} {
			assert.Contains(t, page, fact)
		}
	}
}

func TestIndexLinksEverybody(t *testing.T) {
	s := start(t)
	status, page := get(t, s.URL()+"/", "")
	require.Equal(t, http.StatusOK, status)
	for _, id := range s.Profiles() {
		assert.Contains(t, page, `href="/profiles/`+strconv.FormatInt(id, 10)+`"`)
	}
	status, _ = get(t, s.URL()+"/style.css", "")
	require.Equal(t, http.StatusOK, status)
	status, _ = get(t, s.URL()+"/profiles/1", "")
	require.Equal(t, http.StatusNotFound, status)
}

func TestCloseEndsServingAndMayBeRepeated(t *testing.T) {
	s := start(t)
	s.Close()
	s.Close()
	_, err := http.Get(s.URL())
	require.Error(t, err)
}

func TestStartOnATakenPort(t *testing.T) {
	s := start(t)
	_, err := Start(s.URL()[len("http://"):])
	require.Error(t, err)
}
