package store_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/stretchr/testify/require"
)

var auditKey = bytes.Repeat([]byte{9}, 32)

// newAudit is a log with entries written in two goes, and its head.
func newAudit(t *testing.T) (log *store.AuditLog, path string, head store.AuditHead) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "audit.log")
	log = store.OpenAudit(path, auditKey)
	for _, n := range []int{2, 3} {
		var err error
		head, err = log.Append(make([]store.AuditEntry, n))
		require.NoError(t, err)
	}
	return log, path, head
}

func readLines(t *testing.T, path string) []string {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	return strings.SplitAfter(strings.TrimSuffix(string(data), "\n"), "\n")
}

func writeLines(t *testing.T, path string, lines []string) {
	t.Helper()
	require.NoError(t, os.WriteFile(path, []byte(strings.Join(lines, "")), 0o600))
}

func check(t *testing.T, path string, key []byte, kept store.AuditHead) store.AuditReport {
	t.Helper()
	report, err := store.OpenAudit(path, key).Check(kept)
	require.NoError(t, err)
	return report
}

func TestAuditRoundTrip(t *testing.T) {
	log, path, head := newAudit(t)
	require.Equal(t, store.AuditReport{Entries: 5}, check(t, path, auditKey, head))
	require.Equal(t, store.AuditReport{Entries: 5, Unkept: 5}, check(t, path, auditKey, store.AuditHead{}))
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())

	again := store.OpenAudit(path, auditKey)
	got, err := again.Head()
	require.NoError(t, err)
	require.Equal(t, head, got)
	entry := store.AuditEntry{Time: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), Who: "service", Intent: "add", Person: "p<&>"}
	head, err = again.Append([]store.AuditEntry{entry})
	require.NoError(t, err)
	require.Equal(t, store.AuditReport{Entries: 6}, check(t, path, auditKey, head))
	last, err := again.Last()
	require.NoError(t, err)
	require.Equal(t, 6, last.N)
	of, err := log.Of([]string{"p<&>", ""})
	require.NoError(t, err)
	require.Len(t, of, 1)
	require.Equal(t, last, of[0])
	lines, err := log.Lines(5, 1)
	require.NoError(t, err)
	require.Len(t, lines, 1)
	require.Contains(t, lines[0], `"n":5`)
}

// TestAuditTampering: whatever is done to the file is told, with the line where it is.
func TestAuditTampering(t *testing.T) {
	for name, c := range map[string]struct {
		change func(lines []string) []string
		want   string
	}{
		"changed":         {func(l []string) []string { l[2] = strings.Replace(l[2], "0001-", "0002-", 1); return l }, "Line 3 was changed"},
		"reformatted":     {func(l []string) []string { l[2] = strings.Replace(l[2], ",", ", ", 1); return l }, "Line 3 is not an entry"},
		"removed":         {func(l []string) []string { return slices.Delete(l, 1, 2) }, "Line 2 is out of its place"},
		"first removed":   {func(l []string) []string { return l[1:] }, "Line 1 is out of its place"},
		"reordered":       {func(l []string) []string { l[1], l[2] = l[2], l[1]; return l }, "Line 2 is out of its place"},
		"doubled":         {func(l []string) []string { return slices.Insert(l, 2, l[1]) }, "Line 3 is out of its place"},
		"truncated":       {func(l []string) []string { return l[:4] }, "1 entries are missing at the end"},
		"emptied":         {func(l []string) []string { return nil }, "5 entries are missing at the end"},
		"half a line":     {func(l []string) []string { l[4] = l[4][:20]; return l }, "half a line"},
		"line put in":     {func(l []string) []string { return slices.Insert(l, 2, "{}\n") }, "Line 3 is not an entry"},
		"not JSON at all": {func(l []string) []string { l[0] = "nonsense\n"; return l }, "Line 1 is not an entry"},
	} {
		t.Run(name, func(t *testing.T) {
			_, path, head := newAudit(t)
			lines := readLines(t, path)
			lines[4] += "\n"
			writeLines(t, path, c.change(lines))
			require.Contains(t, fmt.Sprint(check(t, path, auditKey, head).Findings), c.want)
		})
	}
}

// TestAuditNeedsItsKey: nobody without the key makes a log that passes, and an older log of the same key is not the kept one.
func TestAuditNeedsItsKey(t *testing.T) {
	_, path, head := newAudit(t)
	_, other, _ := newAudit(t)
	require.NotEmpty(t, check(t, path, bytes.Repeat([]byte{1}, 32), head).Findings)

	log := store.OpenAudit(other, auditKey)
	require.NoError(t, os.Remove(other))
	for range 5 {
		_, err := log.Append([]store.AuditEntry{{Who: "somebody else"}})
		require.NoError(t, err)
	}
	require.Contains(t, fmt.Sprint(check(t, other, auditKey, head).Findings), "Line 5 is another entry")
}

// TestAuditAfterACrash: half a line is replaced by the next entry, and the chain holds.
func TestAuditAfterACrash(t *testing.T) {
	_, path, head := newAudit(t)
	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	require.NoError(t, err)
	_, err = file.WriteString(`{"n":6,"time":"2026-`)
	require.NoError(t, err)
	require.NoError(t, file.Close())
	log := store.OpenAudit(path, auditKey)
	got, err := log.Head()
	require.NoError(t, err)
	require.Equal(t, head, got)
	head, err = log.Append(make([]store.AuditEntry, 1))
	require.NoError(t, err)
	require.Equal(t, store.AuditReport{Entries: 6}, check(t, path, auditKey, head))
}

func TestAuditCannotBeWritten(t *testing.T) {
	log := store.OpenAudit(filepath.Join(t.TempDir(), "missing", "audit.log"), auditKey)
	_, err := log.Append(make([]store.AuditEntry, 1))
	require.ErrorContains(t, err, "write audit log")
	head, err := log.Head()
	require.NoError(t, err)
	require.Zero(t, head)
}

func openPeople(t *testing.T, path string) *store.AuditPeople {
	t.Helper()
	people, err := store.OpenAuditPeople(path, auditKey)
	require.NoError(t, err)
	return people
}

func pseudonym(t *testing.T, people *store.AuditPeople, person string) string {
	t.Helper()
	name, err := people.Pseudonym(person)
	require.NoError(t, err)
	return name
}

// TestPseudonyms: a person keeps one until they are forgotten, and the file tells nothing without the key.
func TestPseudonyms(t *testing.T) {
	path := filepath.Join(t.TempDir(), "audit-people")
	people := openPeople(t, path)
	ada, bo := pseudonym(t, people, "profile 101"), pseudonym(t, people, "profile 102")
	require.NotEqual(t, ada, bo)
	require.Empty(t, pseudonym(t, people, ""))
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NotContains(t, string(data), "101")

	require.NoError(t, os.WriteFile(path, append(data, "half a li"...), 0o600))
	people = openPeople(t, path)
	require.Equal(t, ada, pseudonym(t, people, "profile 101"))
	cleo := pseudonym(t, people, "profile 103")
	require.Equal(t, []string{ada, cleo}, openPeople(t, path).Known([]string{"profile 101", "profile 103", "profile 104"}))

	require.NoError(t, people.Forget([]string{"profile 101", "profile 999"}))
	data, err = os.ReadFile(path)
	require.NoError(t, err)
	require.NotContains(t, string(data), ada)
	require.Contains(t, string(data), bo)
	require.NotEqual(t, ada, pseudonym(t, people, "profile 101"))
	require.Equal(t, bo, pseudonym(t, openPeople(t, path), "profile 102"))
}

func TestOpenedForgets(t *testing.T) {
	path := filepath.Join(t.TempDir(), "fetched-profiles")
	opened, err := store.OpenOpened(path)
	require.NoError(t, err)
	for _, id := range []int64{1, 2, 3} {
		_, err := opened.Add(id)
		require.NoError(t, err)
	}
	require.NoError(t, opened.Forget(map[int64]bool{2: true, 9: true}))
	again, err := store.OpenOpened(path)
	require.NoError(t, err)
	for id, there := range map[int64]bool{1: true, 2: false, 3: true} {
		require.Equal(t, there, opened.Has(id))
		require.Equal(t, there, again.Has(id))
	}
}
