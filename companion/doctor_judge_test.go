package companion

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
	"github.com/stretchr/testify/require"
)

func TestJudgeDisk(t *testing.T) {
	tests := map[uint64]FindingState{0: FindingAct, queue.AcceptFloor - 1: FindingAct, queue.AcceptFloor: FindingWarn, plentyOfSpace - 1: FindingWarn, plentyOfSpace: FindingOK}
	for free, want := range tests {
		require.Equal(t, want, judgeDisk(free)[0].State, "%d bytes", free)
	}
}

func TestJudgeClock(t *testing.T) {
	tests := []struct {
		skew  time.Duration
		state FindingState
		text  string
	}{
		{0, FindingOK, "agrees"},
		{2 * time.Minute, FindingOK, "agrees"},
		{-2 * time.Minute, FindingOK, "agrees"},
		{3 * time.Minute, FindingWarn, "3m0s behind"},
		{-time.Hour, FindingWarn, "1h0m0s ahead of"},
	}
	for _, test := range tests {
		got := judgeClock(test.skew)[0]
		require.Equal(t, test.state, got.State, "%s", test.skew)
		require.Contains(t, got.Meaning, test.text)
	}
}

func TestTrouble(t *testing.T) {
	tests := map[string]struct {
		err   error
		state FindingState
	}{
		"credential":   {&harvest.AuthError{Op: "sign in", Status: 401}, FindingAct},
		"permission":   {&harvest.PermissionError{Op: "list users", Scope: "harvest:users:list"}, FindingUnknown},
		"limit":        {&harvest.RateLimitError{Op: "list users", RetryAfter: time.Second}, FindingWarn},
		"no network":   {&harvest.UnavailableError{Op: "ping", Offline: true}, FindingAct},
		"server":       {&harvest.UnavailableError{Op: "ping", Status: 503}, FindingUnknown},
		"unforeseen":   {errors.New("unforeseen"), FindingUnknown},
		"not modelled": {&harvest.NotFoundError{Op: "list users"}, FindingUnknown},
	}
	for name, test := range tests {
		got := trouble(test.err)
		require.Len(t, got, 1)
		require.Equal(t, test.state, got[0].State, name)
		require.NotEmpty(t, got[0].Remedy, name)
	}
}

func TestProfileLinkField(t *testing.T) {
	tests := []struct {
		name, valueType string
		want            bool
	}{
		{"AmazingHiring URL", "url", true},
		{"Link (amazinghiring)", "short_text", true},
		{"AmazingHiring since", "date", false},
		{"LinkedIn URL", "url", false},
	}
	for _, test := range tests {
		require.Equal(t, test.want, holdsProfileLink(harvest.CustomField{Name: test.name, ValueType: test.valueType}), test.name)
	}
}

func TestPermissionTable(t *testing.T) {
	var all []string
	for _, p := range harvest.Permissions() {
		all = append(all, p.Scope)
	}
	require.Empty(t, SwitchedOff(permissionTable(all)))
	require.Len(t, permissionTable(all), len(all))

	table := permissionTable([]string{"harvest:candidates:merge"})
	require.Equal(t, Permission{Scope: "harvest:candidates:merge", State: PermissionExcess}, table[len(table)-1])
	off := SwitchedOff(table)
	require.NotEmpty(t, off)
	require.Equal(t, len(harvest.Missing(nil, harvest.Required)), len(off))
}

func TestDataFolderThatIsNone(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	tests := map[string]string{file: "is not a folder", filepath.Join(file, "under"): "cannot be looked at"}
	for dir, text := range tests {
		d := &doctor{Examination: Examination{DataDir: dir}}
		got := d.dataFolder(context.Background())[0]
		require.Equal(t, FindingAct, got.State)
		require.Contains(t, got.Meaning, text)
	}
}

func TestReadSubjectOfUnknownRole(t *testing.T) {
	d := &doctor{}
	d.Settings.Greenhouse.ReadSubject = 7
	require.Equal(t, FindingUnknown, d.readSubject(context.Background())[0].State)
	d.about.Role = "site_admin"
	require.Equal(t, FindingOK, d.readSubject(context.Background())[0].State)
}

func TestJudgeRate(t *testing.T) {
	now := time.Now()
	window := harvest.Window{Limit: 75, Remaining: 61, Reset: now.Add(20 * time.Second)}
	got := judgeRate(window, now)[0]
	require.Equal(t, FindingOK, got.State)
	require.Contains(t, got.Meaning, "75 calls in a window; 61 are left in this one, which ends within 20s")
	require.Contains(t, judgeRate(window, now.Add(time.Hour))[0].Meaning, "within 0s")
	require.Equal(t, FindingUnknown, judgeRate(harvest.Window{}, now)[0].State)
}

// TestJudgeEnvironment: the address of a proxy may hold a password, and the report is meant to be passed on.
func TestJudgeEnvironment(t *testing.T) {
	proxy := &url.URL{Scheme: "http", User: url.UserPassword("nora", "hunter2"), Host: "proxy.example.com:3128"}
	tests := map[string]struct {
		proxy *url.URL
		err   error
		state FindingState
		text  string
	}{
		"none":  {nil, nil, FindingOK, "Directly"},
		"one":   {proxy, nil, FindingUnknown, "proxy.example.com:3128"},
		"wrong": {nil, errors.New(`parse "http://nora:hunter2@"`), FindingAct, "HTTPS_PROXY"},
	}
	for name, test := range tests {
		got := judgeEnvironment(func(*http.Request) (*url.URL, error) { return test.proxy, test.err }, "")[0]
		require.Equal(t, test.state, got.State, name)
		require.Contains(t, got.Meaning+got.Remedy, test.text, name)
		require.NotContains(t, got.Meaning+got.Remedy, "hunter2", name)
	}
}

// TestRateStartsFromWhatTheServiceKept: a doctor that knew nothing of the present window could spend what deliveries need.
func TestRateStartsFromWhatTheServiceKept(t *testing.T) {
	dir := t.TempDir()
	kept := newWindowFile(dir, "default", slog.New(slog.DiscardHandler))
	kept.Save(harvest.Window{Limit: 50, Remaining: 7, Reset: time.Now().Add(20 * time.Second)})
	d := &doctor{Examination: Examination{DataDir: dir}, stored: store.Account{Name: "default", ClientID: "id"}}
	conn, err := d.connection("secret")
	require.NoError(t, err)
	d.conn = conn
	require.Contains(t, d.rate(t.Context())[0].Meaning, "50 calls in a window; 7 are left")
}
