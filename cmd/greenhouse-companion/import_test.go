package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion/sheet"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/stretchr/testify/require"
)

var toBase = extension.Target{Kind: extension.TargetProspect}

func readRows(t *testing.T, text string) *sheetList {
	t.Helper()
	path := filepath.Join(t.TempDir(), "people.csv")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	list, err := (&app{dataDir: t.TempDir()}).readSheet(path, importFlags{})
	require.NoError(t, err)
	return list
}

// The same person gets the same id from every file, and another one for another place; batches also have their order.
func TestRowsKeepTheirIDs(t *testing.T) {
	first := readRows(t, "Name,Email\nAda Example,ada@example.com\nOla Sample,ola@example.com\n")
	second := readRows(t, "Email;Name\nola@example.com;Ola Sample\nADA@example.com;Ada Example\n")
	first.name("default", toBase)
	second.name("default", toBase)
	require.Equal(t, first.people[0].requestID, second.people[1].requestID)
	require.NotEqual(t, first.batchID(), second.batchID())
	require.LessOrEqual(t, len(first.people[0].requestID), 100)
	require.LessOrEqual(t, len(first.batchID()), 70)

	ids := map[string]bool{first.people[0].requestID: true}
	for _, target := range []extension.Target{
		{Kind: extension.TargetProspect, PoolID: 5}, {Kind: extension.TargetProspect, PoolID: 5, PoolStageID: 6},
		{Kind: extension.TargetProspect, JobIDs: []extension.ID{5}}, {Kind: extension.TargetCandidate, JobIDs: []extension.ID{5}},
		{Kind: extension.TargetProspect, JobIDs: []extension.ID{5, 6}},
	} {
		first.name("default", target)
		ids[first.people[0].requestID] = true
	}
	first.name("second", toBase)
	ids[first.people[0].requestID] = true
	require.Len(t, ids, 7)
}

// Ten thousand rows must fit into the one message that announces them.
func TestManyRowsFitIntoAMessage(t *testing.T) {
	var b strings.Builder
	b.WriteString("Name,Email\n")
	for i := range 10_000 {
		fmt.Fprintf(&b, "Ada Example,ada%d@example.com\n", i)
	}
	list := readRows(t, b.String())
	list.name("default", toBase)
	size := 0
	for _, p := range list.batch().People {
		size += len(`{"request_id":""},`) + len(p.RequestID)
	}
	require.Len(t, list.people, 10_000)
	require.Less(t, size, extension.MaxMessage-4096)
}

func TestMapColumn(t *testing.T) {
	m := sheet.Detect([]string{"Name", "A=B", "Mail"})
	for flag, column := range map[string]int{"Mail=notes": 2, "mail=notes": 2, "C=notes": 2, "A=B=notes": 1, "a=notes": 0} {
		mapped, err := mapColumn(m, flag)
		require.NoError(t, err, flag)
		require.Equal(t, sheet.FieldNotes, mapped.Columns[column].Field, flag)
	}
	out, err := mapColumn(m, "Mail=")
	require.NoError(t, err)
	require.Empty(t, out.Columns[2].Field)
	for _, flag := range []string{"Mail", "=name", "D=name", "ZZZZ=name", "Mail=age"} {
		_, err := mapColumn(m, flag)
		require.ErrorAs(t, err, &usageError{}, flag)
	}
}

func TestPresetsStayInTheirFolder(t *testing.T) {
	a := &app{dataDir: t.TempDir()}
	for _, name := range []string{"", "..", "../x", "a/b", `a\b`, "A", ".a", "con.json", strings.Repeat("a", 65)} {
		require.Error(t, a.savePreset(name, sheet.Mapping{}), name)
		_, err := a.preset(name)
		require.ErrorAs(t, err, &usageError{}, name)
	}
	saved := sheet.Mapping{Columns: []sheet.Column{{Heading: "Wer", Field: sheet.FieldName}}}
	require.NoError(t, a.savePreset("mine-1", saved))
	got, err := a.mapping([]string{"Mail", "Wer"}, importFlags{preset: "mine-1"})
	require.NoError(t, err)
	require.Equal(t, []sheet.Column{{Heading: "Mail", Field: sheet.FieldEmail}, {Heading: "Wer", Field: sheet.FieldName}}, got.Columns)
}

func TestPlanOutcomes(t *testing.T) {
	step := []extension.PlanStep{{Kind: "create_candidate", Text: "create"}}
	for want, plan := range map[string]extension.Plan{
		rowCreated: {Steps: step}, rowUpdated: {Steps: step, CandidateID: 4}, rowThere: {CandidateID: 4},
		rowAsked: {Question: &extension.Question{}, CandidateID: 4},
	} {
		require.Equal(t, want, planOutcome(plan))
	}
}

func TestEachAtOnce(t *testing.T) {
	var done [50]atomic.Int64
	require.NoError(t, eachAtOnce(t.Context(), len(done), func(_ context.Context, i int) error {
		done[i].Add(1)
		return nil
	}))
	for i := range done {
		require.EqualValues(t, 1, done[i].Load())
	}
	stop := errors.New("stop")
	var begun atomic.Int64
	err := eachAtOnce(t.Context(), 1000, func(context.Context, int) error {
		begun.Add(1)
		return stop
	})
	require.ErrorIs(t, err, stop)
	require.LessOrEqual(t, begun.Load(), int64(atOnce))
}
