package main

import (
	"testing"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/stretchr/testify/require"
)

func TestDoctorOnTheIndex(t *testing.T) {
	with := func(infos ...*extension.IndexInfo) computer {
		var c computer
		for _, info := range infos {
			c.status.Accounts = append(c.status.Accounts, extension.AccountInfo{Name: "default", Index: info})
		}
		return c
	}
	fresh := &extension.IndexInfo{People: 12400, Bytes: 1490944, Complete: true, AsOf: time.Now()}
	old := &extension.IndexInfo{People: 12400, Complete: true, AsOf: time.Now().Add(-25 * time.Hour)}
	tests := map[string]struct {
		computer computer
		state    companion.FindingState
		text     string
	}{
		"fresh":         {with(fresh), companion.FindingOK, "12400 people of Greenhouse are known (1.5 MB), as of "},
		"being filled":  {with(&extension.IndexInfo{People: 500}), companion.FindingOK, "still being read"},
		"old":           {with(fresh, old), companion.FindingWarn, "goes on by itself"},
		"legacy key":    {with(&extension.IndexInfo{Off: "not_in_version"}), companion.FindingOK, "Harvest v1"},
		"unusable":      {with(&extension.IndexInfo{Off: "unusable"}), companion.FindingWarn, "see the log"},
		"switched off":  {with(nil), companion.FindingOK, "Nothing is remembered"},
		"nobody to ask": {computer{statusErr: extension.ErrServiceNotRunning}, companion.FindingUnknown, "does not answer"},
	}
	for name, test := range tests {
		got := test.computer.index()
		require.Equal(t, test.state, got.State, name)
		require.Contains(t, got.Meaning+got.Remedy, test.text, name)
	}
}
