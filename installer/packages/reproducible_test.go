package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTwoBuildsGiveTheSameBytes: the second one is of a copy with other modes and times, in another folder, and compiles
// everything anew.
func TestTwoBuildsGiveTheSameBytes(t *testing.T) {
	first := testRelease(t, project, "1.2.3")
	require.NoError(t, first.compile(t.Context(), linux))
	pack(t, first)

	second := testRelease(t, copyProject(t), "1.2.3")
	t.Setenv("GOCACHE", t.TempDir())
	require.NoError(t, second.compile(t.Context(), linux))
	pack(t, second)

	for _, name := range []string{program, host} {
		assert.Equal(t, sha(t, first.binary(linux, name)), sha(t, second.binary(linux, name)), name)
	}
	require.Equal(t, first.made, second.made)
	for _, name := range first.made {
		assert.Equal(t, sha(t, filepath.Join(first.out, name)), sha(t, filepath.Join(second.out, name)), name)
	}
}

// TestVersionIsLinked: what -X names has to be there, the linker says nothing when it is not.
func TestVersionIsLinked(t *testing.T) {
	r := testRelease(t, project, "1.2.3")
	require.NoError(t, r.compile(t.Context(), linux))
	out, err := output(t.Context(), ".", nil, r.binary(linux, program), "version")
	require.NoError(t, err)
	assert.Contains(t, string(out), "greenhouse-companion 1.2.3,")
}

func sha(t *testing.T, path string) string {
	t.Helper()
	r := &release{out: filepath.Dir(path)}
	sum, err := r.sum(filepath.Base(path))
	require.NoError(t, err)
	require.NotZero(t, size(t, path))
	return sum
}

func size(t *testing.T, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	require.NoError(t, err)
	return info.Size()
}
