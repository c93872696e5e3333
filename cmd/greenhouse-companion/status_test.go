package main

import (
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/stretchr/testify/require"
)

func TestAccountLines(t *testing.T) {
	first := extension.AccountInfo{Name: "default", Organization: "Sandbox Example Ltd", User: "Nora Feld", Dialect: "v3", Connected: true}
	legacy := extension.AccountInfo{Name: "second", User: "Sam Reyes", Dialect: "v1", Connected: true}
	paused := legacy
	paused.Paused = companion.CauseConnectAgain
	tests := map[string]struct {
		status extension.Status
		want   []string
	}{
		"nobody": {extension.Status{Online: true}, []string{"No Greenhouse account is connected: run greenhouse-companion connect."}},
		"of an older service": {extension.Status{Online: true, Account: first}, []string{
			"Connected to Sandbox Example Ltd as Nora Feld (account default).",
		}},
		"offline, and a legacy one": {extension.Status{Account: first, Accounts: []extension.AccountInfo{first, legacy}}, []string{
			"Connected to Sandbox Example Ltd as Nora Feld (account default); Greenhouse cannot be reached at the moment.",
			"Connected to Greenhouse as Sam Reyes (account second, over Harvest v1, which is legacy: its removal was announced for 2026-08-31).",
		}},
		"paused": {extension.Status{Online: true, Account: first, Accounts: []extension.AccountInfo{paused}}, []string{
			"Connected to Greenhouse as Sam Reyes (account second, over Harvest v1, which is legacy: its removal was announced for 2026-08-31); " +
				"sending is paused (connect again): run greenhouse-companion connect --account second again.",
		}},
	}
	for name, test := range tests {
		require.Equal(t, test.want, accountLines(test.status), name)
	}
}
