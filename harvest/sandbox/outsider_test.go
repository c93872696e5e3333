package sandbox_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// outsider is somebody else's client, written after the public pages alone: it knows two addresses, a
// credential and a user id. See https://harvestdocs.greenhouse.io/docs/authentication and
// https://harvestdocs.greenhouse.io/docs/pagination.
type outsider struct {
	t         *testing.T
	api, auth string
	id, key   string
	token     string
}

func (o *outsider) do(request *http.Request, err error, want int) (*http.Response, []byte) {
	o.t.Helper()
	require.NoError(o.t, err)
	response, err := http.DefaultClient.Do(request)
	require.NoError(o.t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(o.t, err)
	require.Equal(o.t, want, response.StatusCode, string(body))
	return response, body
}

func (o *outsider) signIn(sub string) {
	o.t.Helper()
	form := url.Values{"grant_type": {"client_credentials"}}
	if sub != "" {
		form.Set("sub", sub)
	}
	request, err := http.NewRequestWithContext(o.t.Context(), "POST", o.auth+"/token", strings.NewReader(form.Encode()))
	request.SetBasicAuth(o.id, o.key)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	_, body := o.do(request, err, 200)
	var answer struct {
		AccessToken string    `json:"access_token"`
		TokenType   string    `json:"token_type"`
		ExpiresAt   time.Time `json:"expires_at"`
	}
	require.NoError(o.t, json.Unmarshal(body, &answer))
	require.Equal(o.t, "Bearer", answer.TokenType)
	require.True(o.t, answer.ExpiresAt.After(time.Now()))
	o.token = answer.AccessToken
}

func (o *outsider) send(method, address, body string, want int) (*http.Response, []byte) {
	o.t.Helper()
	request, err := http.NewRequestWithContext(o.t.Context(), method, address, strings.NewReader(body))
	request.Header.Set("Authorization", "Bearer "+o.token)
	request.Header.Set("Accept", "application/json")
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	return o.do(request, err, want)
}

var nextLink = regexp.MustCompile(`<([^>]+)>; rel="next"`)

// all follows the Link header to the end, and says how many requests that took.
func (o *outsider) all(address string) (names []string, requests int) {
	o.t.Helper()
	for address != "" {
		response, body := o.send("GET", address, "", 200)
		var rows []struct {
			Title string `json:"title"`
		}
		require.NoError(o.t, json.Unmarshal(body, &rows))
		for _, row := range rows {
			names = append(names, row.Title)
		}
		requests++
		address = ""
		if link := nextLink.FindStringSubmatch(response.Header.Get("Link")); link != nil {
			address = link[1]
		}
	}
	return names, requests
}

func TestSomebodyElsesClient(t *testing.T) {
	info := start(t).Info()
	o := &outsider{t: t, api: info.HarvestURL + "/v3", auth: info.AuthURL, id: info.ClientID, key: info.ClientSecret}
	o.signIn(number(info.UserID))
	began := time.Now().Add(-time.Minute).UTC().Format(time.RFC3339)
	for _, title := range []string{"first", "second", "third"} {
		response, body := o.send("POST", o.api+"/candidates", `{"first_name":"Ada","last_name":"Byron","title":"`+title+`",
			"email_addresses":[{"value":"ada@example.org","type":"personal"}],
			"social_media_addresses":[{"value":"https://social.example/ada"}],"application":{"prospect":true}}`, 201)
		require.NotEmpty(t, response.Header.Get("X-RateLimit-Remaining"))
		require.Contains(t, string(body), `"candidate":{`)
	}

	o.signIn("")
	newestFirst := []string{"third", "second", "first"}
	names, requests := o.all(o.api + "/candidates?per_page=2&email=ADA%40example.org")
	require.Equal(t, newestFirst, names)
	require.Equal(t, 2, requests)
	soon := time.Now().Add(time.Minute).UTC().Format(time.RFC3339)
	for _, filter := range []string{
		"created_at=" + url.QueryEscape("gte|"+began), "created_at=" + url.QueryEscape("gte|"+began+"|lte|"+soon),
		"created_at=gte|" + began, url.QueryEscape("created_at[gte]") + "=" + began,
		"created_at[gte]=" + began + "&created_at[lt]=" + soon,
	} {
		names, requests = o.all(o.api + "/candidates?" + filter)
		require.Equal(t, newestFirst, names, filter)
		require.Equal(t, 1, requests)
	}
	names, _ = o.all(o.api + "/candidates?created_at=" + url.QueryEscape("gt|"+soon))
	require.Empty(t, names)
}
