package companion_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring/pretend"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/stretchr/testify/require"
)

func sheetPart(t *testing.T, c *extension.Client, q extension.SheetQuery) extension.SheetPart {
	t.Helper()
	part, err := extension.Call[extension.SheetPart](t.Context(), c, q)
	require.NoError(t, err)
	return part
}

// linesOf reads a part back; each line has as many cells as the first.
func linesOf(t *testing.T, text string) [][]string {
	t.Helper()
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
	require.NoError(t, err)
	return lines
}

func small(t *testing.T, c *extension.Client) (ids []extension.ID) {
	t.Helper()
	for _, m := range members(t, c, pretend.SmallFolder) {
		ids = append(ids, m.ProfileID)
	}
	require.Len(t, ids, 3)
	return ids
}

// TestSheetIsOneFileInParts: the parts of a file fit together, whichever its format, and it has everybody once.
func TestSheetIsOneFileInParts(t *testing.T) {
	w := newWorld(t)
	w.withFolders()
	client := w.command()
	ids := small(t, client)
	for _, format := range []string{extension.SheetFull, extension.SheetProspects} {
		t.Run(format, func(t *testing.T) {
			head := sheetPart(t, client, extension.SheetQuery{Format: format, Header: true})
			first := sheetPart(t, client, extension.SheetQuery{Format: format, ProfileIDs: ids[:1], MaxFirst: 1})
			rest := sheetPart(t, client, extension.SheetQuery{Format: format, ProfileIDs: ids[1:], MaxFirst: 2})
			require.Equal(t, []int{0, 1, 2}, []int{head.Done, first.Done, rest.Done})
			require.True(t, strings.HasPrefix(head.Text, "\ufeff"))
			require.NotContains(t, first.Text+rest.Text, "\ufeff")
			lines := linesOf(t, head.Text+first.Text+rest.Text)
			require.Len(t, lines, 4)
			require.Contains(t, lines[1], "Marta")

			whole := sheetPart(t, client, extension.SheetQuery{Format: format, Header: true, ProfileIDs: ids})
			require.Equal(t, head.Text+first.Text+rest.Text, whole.Text)
			require.Zero(t, whole.FirstFetched, "everybody was opened before")
		})
	}
	w.requirePeople()
}

// TestSheetOpensOnlyWhatWasConfirmed: beyond the number nobody is opened, and the same part again costs nothing.
func TestSheetOpensOnlyWhatWasConfirmed(t *testing.T) {
	w := newWorld(t)
	source, _ := w.withFolders()
	client := w.command()
	ids := small(t, client)
	none := sheetPart(t, client, extension.SheetQuery{Format: extension.SheetFull, ProfileIDs: ids})
	require.Equal(t, ids, none.LeftOut)
	require.Equal(t, 3, none.Done)
	require.Zero(t, source.Opened())

	one := extension.SheetQuery{Format: extension.SheetFull, ProfileIDs: ids[:1], MaxFirst: 1}
	require.Equal(t, 1, sheetPart(t, client, one).FirstFetched)
	require.Zero(t, sheetPart(t, client, one).FirstFetched)
	some := sheetPart(t, client, extension.SheetQuery{Format: extension.SheetFull, ProfileIDs: ids, MaxFirst: 1})
	require.Equal(t, 2, some.Written)
	require.Equal(t, ids[2:], some.LeftOut)
	require.Equal(t, 2, source.Opened())
	for i, m := range members(t, client, pretend.SmallFolder) {
		require.Equal(t, i < 2, m.Fetched)
	}
}

// TestSheetGoesOnPastOnePerson: a profile that cannot be had is listed; what meets everybody ends the part, and what was
// written before is answered.
func TestSheetGoesOnPastOnePerson(t *testing.T) {
	w := newWorld(t)
	source, _ := w.withFolders()
	client := w.command()
	ids := small(t, client)
	require.NoError(t, source.EditProfile(int64(ids[0]), func(fields map[string]any) { fields["name"] = "" }))
	part := sheetPart(t, client, extension.SheetQuery{Format: extension.SheetFull, ProfileIDs: []extension.ID{1, ids[0], ids[1]}, MaxFirst: 3})
	require.Equal(t, 1, part.Written)
	require.Equal(t, []string{extension.CodeProfileUnknown, extension.CodeNameMissing}, []string{part.Failed[0].Code, part.Failed[1].Code})

	source.RevokeToken()
	ask := extension.SheetQuery{Format: extension.SheetFull, Header: true, ProfileIDs: []extension.ID{ids[2], ids[1]}}
	part = sheetPart(t, client, ask)
	require.Equal(t, 1, part.Done, "the first is left out without asking, the second meets the refusal")
	ask.ProfileIDs = ids[1:2]
	_, err := extension.Call[extension.SheetPart](t.Context(), client, ask)
	requireCode(t, extension.CodeAmazingHiringRefused, err)
}

// TestSheetStaysBelowAMessage: large profiles make a part end early, and nobody is lost between two.
func TestSheetStaysBelowAMessage(t *testing.T) {
	w := newWorld(t)
	source, _ := w.withFolders()
	client := w.command()
	ids := small(t, client)
	about := func(id extension.ID, length int) {
		require.NoError(t, source.EditProfile(int64(id), func(fields map[string]any) { fields["general_info"] = strings.Repeat("&", length) }))
	}
	about(ids[0], 100<<10) // six times as long in JSON
	about(ids[1], 100<<10)
	about(ids[2], 200<<10)
	ask := extension.SheetQuery{Format: extension.SheetFull, ProfileIDs: ids, MaxFirst: 3}
	part := sheetPart(t, client, ask)
	require.Equal(t, 1, part.Done)
	require.Equal(t, 1, part.Written)
	require.Len(t, linesOf(t, part.Text), 1)

	ask.ProfileIDs = ids[1:]
	part = sheetPart(t, client, ask)
	require.Equal(t, 1, part.Done)
	ask.ProfileIDs = ids[2:]
	part = sheetPart(t, client, ask)
	require.Equal(t, 1, part.Done)
	require.Zero(t, part.Written)
	require.Equal(t, extension.CodeMessageTooLarge, part.Failed[0].Code)
}

func TestSheetRefusesNonsense(t *testing.T) {
	w := newWorld(t)
	w.withFolders()
	client := w.command()
	for name, q := range map[string]extension.SheetQuery{
		"format": {Format: "other", ProfileIDs: []extension.ID{1}},
		"people": {Format: extension.SheetFull, ProfileIDs: make([]extension.ID, 101)},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := extension.Call[extension.SheetPart](t.Context(), client, q)
			requireCode(t, extension.CodeBadRequest, err)
		})
	}
}
