package installer

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRegistryKey(t *testing.T) {
	const key = `HKEY_CURRENT_USER\Software\greenhouse-companion-test`
	t.Cleanup(func() { _, _ = deleteKey(key) })
	_, found, err := readKey(key)
	require.NoError(t, err)
	require.False(t, found)

	for _, changes := range []bool{true, false} {
		changed, err := writeKey(key, `C:\ann's & co\host.json`)
		require.NoError(t, err)
		assert.Equal(t, changes, changed)
	}
	value, found, err := readKey(key)
	require.NoError(t, err)
	require.True(t, found)
	assert.Equal(t, `C:\ann's & co\host.json`, value)

	for _, removes := range []bool{true, false} {
		removed, err := deleteKey(key)
		require.NoError(t, err)
		assert.Equal(t, removes, removed)
	}
}

func TestRegistryKeyOfAnUnknownRoot(t *testing.T) {
	_, err := writeKey(`HKEY_NOWHERE\Software`, "")
	require.ErrorContains(t, err, "HKEY_NOWHERE")
}
