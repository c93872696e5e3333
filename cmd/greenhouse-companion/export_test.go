package main

import (
	"bytes"
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/stretchr/testify/require"
)

func TestChoose(t *testing.T) {
	from := folder{id: 7, name: "Go", members: []extension.Member{
		{ProfileID: 1, Fetched: true}, {ProfileID: 2}, {ProfileID: 3}, {ProfileID: 2},
	}}
	tests := map[string]struct {
		flags                            exportFlags
		chosen, fetched, notFetched, max int
	}{
		"everybody, once":       {exportFlags{maxCredits: noLimit}, 3, 1, 2, 2},
		"some":                  {exportFlags{maxCredits: noLimit, chosen: []int64{1, 3}}, 2, 1, 1, 1},
		"a cap":                 {exportFlags{maxCredits: 1}, 3, 1, 2, 1},
		"nobody new":            {exportFlags{maxCredits: 0}, 3, 1, 2, 0},
		"a cap above the count": {exportFlags{maxCredits: 9}, 3, 1, 2, 2},
	}
	for name, test := range tests {
		s, err := choose(from, test.flags)
		require.NoError(t, err, name)
		require.Equal(t, []int{test.chosen, test.fetched, test.notFetched, test.max},
			[]int{s.Chosen, s.Fetched, s.NotFetched, s.MaxFirst}, name)
	}
	_, err := choose(folder{}, exportFlags{maxCredits: noLimit})
	require.ErrorContains(t, err, "empty")
}

func TestOnlyAClearYesIsOne(t *testing.T) {
	for _, answer := range []string{"y\n", "Y\r\n", "yes", " YES \n"} {
		require.True(t, saysYes(answer), answer)
	}
	for _, answer := range []string{"", "\n", "n\n", "yo\n", "ja\n"} {
		require.False(t, saysYes(answer), answer)
	}
}

func TestBatchCodes(t *testing.T) {
	tests := map[string]struct {
		batch extension.BatchInfo
		ended bool
		code  int
	}{
		"done":                 {extension.BatchInfo{State: "finished", Counts: extension.BatchCounts{Total: 2, Done: 1, AlreadyThere: 1}}, true, exitOK},
		"left out as wished":   {extension.BatchInfo{State: "finished", Counts: extension.BatchCounts{Total: 2, Done: 1, LeftOut: 1}}, true, exitOK},
		"somebody needs you":   {extension.BatchInfo{State: "running", Counts: extension.BatchCounts{Total: 2, Stopped: 1, NeedsYou: 1}}, true, exitNeedsYou},
		"somebody stopped":     {extension.BatchInfo{State: "finished", Counts: extension.BatchCounts{Total: 2, Done: 1, Stopped: 1}}, true, exitFailed},
		"somebody not there":   {extension.BatchInfo{State: "running", Counts: extension.BatchCounts{Total: 2, Done: 1, Missing: 1}}, true, exitFailed},
		"cancelled":            {extension.BatchInfo{State: "cancelled", Counts: extension.BatchCounts{Total: 2, Done: 2}}, true, exitFailed},
		"cancelled, one going": {extension.BatchInfo{State: "cancelled", Counts: extension.BatchCounts{Total: 2, Done: 1, Working: 1}}, false, exitFailed},
		"others still going":   {extension.BatchInfo{State: "running", Counts: extension.BatchCounts{Total: 2, NeedsYou: 1, Waiting: 1}}, false, exitNeedsYou},
		"paused":               {extension.BatchInfo{State: "paused", Counts: extension.BatchCounts{Total: 1, Waiting: 1}}, false, exitOK},
	}
	for name, test := range tests {
		require.Equal(t, test.ended, batchEnded(test.batch), name)
		require.Equal(t, test.code, batchCode(test.batch), name)
	}
}

// A line for each change, not for each question or each second.
func TestChangesAreToldOnce(t *testing.T) {
	var stderr bytes.Buffer
	a := &app{out: output{stderr: &stderr, json: true}}
	batch := extension.BatchInfo{BatchID: "b", State: "running", Counts: extension.BatchCounts{Total: 2, Waiting: 2},
		Results: []extension.BatchResult{{Name: "Ada Example"}}}
	told, err := a.tellChange(batch, "")
	require.NoError(t, err)
	batch.SecondsLeft = 5
	told, err = a.tellChange(batch, told)
	require.NoError(t, err)
	batch.Counts.Waiting, batch.Counts.Done = 1, 1
	_, err = a.tellChange(batch, told)
	require.NoError(t, err)
	require.Equal(t, 2, bytes.Count(stderr.Bytes(), []byte("\n")))
	require.Contains(t, stderr.String(), `"seconds_left":5`)
	require.NotContains(t, stderr.String(), "Ada")
}

func TestMeter(t *testing.T) {
	var b bytes.Buffer
	terminal := meter{w: &b, terminal: true}
	terminal.show(0, 2, "", "")
	terminal.show(1, 2, ", 1 need you", ", about 4s left")
	terminal.end()
	require.Equal(t, "\r[..............................]   0 %  0 of 2\x1b[K"+
		"\r[###############...............]  50 %  1 of 2, 1 need you, about 4s left\x1b[K\n", b.String())

	b.Reset()
	lines := meter{w: &b}
	for i := range 4 {
		lines.show(i, 300, "", "")
	}
	lines.end()
	require.Equal(t, "  0 %  0 of 300\n  1 %  3 of 300\n", b.String())
}

func TestReport(t *testing.T) {
	batch := extension.BatchInfo{BatchID: "b-1", Kind: "folder", State: "running", Name: "Go", FirstFetched: 2,
		Counts: extension.BatchCounts{Total: 3, Done: 1, NeedsYou: 1, LeftOut: 1}}
	text := reportText(batch, []extension.BatchResult{
		{State: "done", Name: "Ada Example", Link: "https://greenhouse.example/people/1"},
		{State: "needs_you", Name: "Ola Sample", ItemID: "4", Message: "The job is closed."},
		{State: "left_out", ProfileID: 9},
	})
	require.Equal(t, `b-1  folder  running    3 of 3  Go
  1 done, 1 need you, 1 left out
  2 profiles were fetched for the first time, which may have cost a contact credit each.
  done           Ada Example               https://greenhouse.example/people/1
  needs you      Ola Sample
                 The job is closed.
                 greenhouse-companion queue show 4
  left out       profile 9`, text)
}
