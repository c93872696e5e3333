package main

import (
	"bytes"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/extension/native"
	"github.com/greenhouse-companion/greenhouse-companion/installer"
	"github.com/stretchr/testify/require"
)

func TestDoctorOnABrowser(t *testing.T) {
	for name, test := range map[string]struct {
		browser installer.Browser
		state   companion.FindingState
		text    []string
	}{
		"fine":         {installer.Browser{Name: "Edge", Place: "/m"}, companion.FindingOK, []string{"Edge: It finds", "/m"}},
		"missing":      {installer.Browser{Name: "Brave", Problem: installer.ManifestMissing, Place: "/m"}, companion.FindingWarn, []string{"there is no /m", "greenhouse-companion install"}},
		"damaged":      {installer.Browser{Problem: installer.ManifestBroken, Place: "/m"}, companion.FindingWarn, []string{"damaged: /m"}},
		"host gone":    {installer.Browser{Problem: installer.HostMissing, Place: "/m", Detail: "/h"}, companion.FindingWarn, []string{"/m", "not there: /h"}},
		"other host":   {installer.Browser{Problem: installer.OtherHost, Place: "/m", Detail: "/h"}, companion.FindingWarn, []string{"another copy", "/h"}},
		"other id":     {installer.Browser{Problem: installer.OtherExtension, Place: "/m", Detail: "abc"}, companion.FindingWarn, []string{"does not let our extension in", "abc"}},
		"Flatpak":      {installer.Browser{Name: "Vivaldi", Packaging: installer.Flatpak, Problem: installer.Sandboxed, Advice: "Pair it"}, companion.FindingUnknown, []string{"Vivaldi (Flatpak)", "sandbox", "Pair it."}},
		"Firefox Snap": {installer.Browser{Name: "Firefox", Packaging: installer.Snap, Place: "/m", Advice: "It asks"}, companion.FindingOK, []string{"Firefox (Snap)", "/m", "It asks."}},
		"Snap, missing": {installer.Browser{Packaging: installer.Snap, Problem: installer.ManifestMissing, Place: "/m", Advice: "It asks"}, companion.FindingWarn,
			[]string{"there is no /m", "greenhouse-companion install. It asks."}},
	} {
		t.Run(name, func(t *testing.T) {
			f := judgeBrowser(test.browser)
			require.Equal(t, test.state, f.State)
			for _, text := range test.text {
				require.Contains(t, f.Subject+": "+f.Meaning+" → "+f.Remedy, text)
			}
		})
	}
}

// TestEveryProblemIsTold: a problem without a sentence would be an empty line.
func TestEveryProblemIsTold(t *testing.T) {
	for _, problem := range []installer.Problem{
		"", installer.ManifestMissing, installer.ManifestBroken, installer.HostMissing, installer.OtherHost, installer.OtherExtension, installer.Sandboxed,
	} {
		require.NotEmpty(t, judgeBrowser(installer.Browser{Problem: problem}).Meaning, problem)
	}
}

// TestServiceTellsBrowsers: only a service that browsers' hosts can find speaks to browsers, and a second start writes nothing.
func TestServiceTellsBrowsers(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the places are looked at as they are on Linux")
	}
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_DATA_HOME", "")
	t.Setenv("XDG_CONFIG_HOME", "")
	require.NoError(t, os.MkdirAll(filepath.Join(home, ".config/vivaldi/Local State"), 0o700))
	self, err := os.Executable()
	require.NoError(t, err)
	host := filepath.Join(filepath.Dir(self), hostProgram+filepath.Ext(self))
	require.NoError(t, os.WriteFile(host, nil, 0o700))
	t.Cleanup(func() { os.Remove(host) })
	manifest := filepath.Join(home, ".config/vivaldi/NativeMessagingHosts", installer.HostName+".json")

	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&log, nil))
	(&app{dataDir: t.TempDir()}).tellBrowsers(logger)
	require.NoFileExists(t, manifest)

	standard, err := native.DefaultDataDir()
	require.NoError(t, err)
	a := &app{dataDir: standard}
	a.tellBrowsers(logger)
	content, err := os.ReadFile(manifest)
	require.NoError(t, err)
	require.Contains(t, string(content), host)
	require.Contains(t, log.String(), manifest)
	for _, f := range (computer{app: a}).browsers() {
		require.Equal(t, companion.FindingOK, f.State, "%s: %s", f.Subject, f.Meaning)
	}
	log.Reset()
	a.tellBrowsers(logger)
	require.Empty(t, log.String())
}

func TestInstallForAllUsersIsAPlanOfManifests(t *testing.T) {
	var out bytes.Buffer
	code := run(t.Context(), []string{"install", "--system-browsers", "--plan", "--data-dir", t.TempDir()}, strings.NewReader(""), &out, io.Discard)
	require.Equal(t, exitOK, code, out.String())
	require.Contains(t, out.String(), "reach the companion")
	for _, of := range []string{"systemctl", "launchctl", os.Getenv("HOME") + "/"} {
		require.NotContains(t, out.String(), of)
	}
}
