package harvest

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRefusalIsPresent(t *testing.T) {
	for body, want := range map[string]bool{
		`{}`: false, `{"errors":null}`: false, `{"errors":""}`: false, `{"errors":[ ]}`: false, `{"errors":{ }}`: false,
		`[]`: false, `null`: false, ``: false, `{"message":"fine"}`: false,
		`{"errors":"x"}`: true, `{"errors":["x"]}`: true, `{"errors":{"a":1}}`: true, `{"errors":[{}]}`: true, `{"errors":7}`: true,
	} {
		t.Run(body, func(t *testing.T) { require.Equal(t, want, decodeRefusal([]byte(body)).present) })
	}
}

func TestRefusalIsBounded(t *testing.T) {
	body := `{"errors":[` + strings.Repeat(`"x",`, 1000) + `"x"]}`
	require.Len(t, decodeRefusal([]byte(body)).messages, maxMessages)
}

func FuzzRefusal(f *testing.F) {
	for _, seed := range []string{
		`{"errors":"x"}`, `{"errors":["x","y"]}`, `{"errors":[{"message":"m","field":"f"}]}`, `{"message":"m"}`,
		`{"errors":{"a":["b"]}}`, `[]`, `null`, `<html>`, `{"errors":[[["x"]]]}`, `{"message":1,"errors":[null,1]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		r := decodeRefusal(body)
		if !json.Valid(body) && (r.present || r.messages != nil || r.fields != nil) {
			t.Fatalf("decodeRefusal(%q) = %+v, want nothing from invalid JSON", body, r)
		}
		if len(r.messages) > maxMessages || len(r.fields) > maxMessages {
			t.Fatalf("decodeRefusal(%q) kept %d messages and %d fields", body, len(r.messages), len(r.fields))
		}
	})
}
