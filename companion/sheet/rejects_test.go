package sheet

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRejectsCanBeFedAgain(t *testing.T) {
	const text = "Name;Email;Phone\n=Marta;marta(at)example.com;+44 20 7946 0101\nLee;lee@example.com;;surplus\n"
	first := rejected(t, text)
	require.Equal(t, bomUTF8+"Name;Email;Phone;Problem\n"+
		"'=Marta;marta(at)example.com;'+44 20 7946 0101;column B: this is not an e-mail address\n"+
		"Lee;lee@example.com;;the row has more cells than the header;surplus\n", first)

	require.Equal(t, first, rejected(t, first), "the problem is replaced, the cells stay")

	corrected := strings.ReplaceAll(strings.ReplaceAll(first, "(at)", "@"), ";surplus", "")
	require.Equal(t, bomUTF8+"Name;Email;Phone;Problem\n", rejected(t, corrected))
}

// rejected reads a file and writes what cannot be used.
func rejected(t *testing.T, text string) string {
	t.Helper()
	table, err := Read(strings.NewReader(text), Options{})
	require.NoError(t, err)
	mapping := Detect(table.Header)
	var rejects []Reject
	for row, err := range table.Rows() {
		problem, _ := errors.AsType[*RowError](err)
		if problem == nil {
			_, _, _, problem = Person(row, mapping)
		}
		if problem != nil {
			rejects = append(rejects, Reject{row, problem})
		}
	}
	var layout Layout
	saved, err := json.Marshal(table.Layout)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(saved, &layout))
	var out bytes.Buffer
	require.NoError(t, WriteRejects(&out, layout, rejects))
	return out.String()
}
