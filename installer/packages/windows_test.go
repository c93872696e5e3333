package main

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestWindowsInstallers: both tools take their templates, and the MSI holds the programs and removes an older version
// before it tells the browsers. Windows compares numbers only, so what marks a version before a release is left out.
func TestWindowsInstallers(t *testing.T) {
	need(t, "wixl", "makensis", "msiextract", "msiinfo")
	r := testRelease(t, project, "1.2.3-rc.1")
	windows := target{"windows", "amd64"}
	for _, target := range []target{windows, {"windows", "arm64"}} {
		require.NoError(t, r.compile(t.Context(), target))
	}
	require.NoError(t, r.msi(t.Context()))
	require.NoError(t, r.setup(t.Context()))
	require.Len(t, r.made, 3)

	unpacked := t.TempDir()
	_, err := output(t.Context(), ".", nil, "msiextract", "--directory", unpacked, filepath.Join(r.out, r.made[0]))
	require.NoError(t, err)
	found, err := filepath.Glob(filepath.Join(unpacked, program, "*.exe"))
	require.NoError(t, err)
	require.Len(t, found, 2)
	for _, name := range []string{program, host} {
		assert.Contains(t, found, filepath.Join(unpacked, program, name+".exe"))
	}
	order, err := output(t.Context(), ".", nil, "msiinfo", "export", filepath.Join(r.out, r.made[0]), "InstallExecuteSequence")
	require.NoError(t, err)
	assert.Contains(t, string(order), "RemoveExistingProducts\t\t1501")
	assert.Contains(t, string(order), "TellBrowsers\tNOT REMOVE\t4001")
	assert.Equal(t, "1.2.3", r.windowsInstaller(windows, "").Numbers)
}

func TestProductCodeDiffersBetweenVersionsOnly(t *testing.T) {
	first, again, next := testRelease(t, project, "1.2.3"), testRelease(t, project, "v1.2.3"), testRelease(t, project, "1.2.4")
	assert.Equal(t, first.productCode(), again.productCode())
	assert.NotEqual(t, first.productCode(), next.productCode())
}
