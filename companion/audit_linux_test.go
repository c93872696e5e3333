package companion

import (
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/stretchr/testify/require"
)

// TestAuditHeadInKeyStore: with the queue's key in the system's key store the kept head is there as well, and goes with it.
func TestAuditHeadInKeyStore(t *testing.T) {
	if !isInside() {
		inSession(t, unlocked)
		return
	}
	dir := t.TempDir()
	key, err := queueKey(dir, filepath.Join(dir, "queue"), StoreOS)
	require.NoError(t, err)
	s := &Service{dataDir: dir, logger: slog.New(slog.DiscardHandler), accounts: &accounts{store: store.Open(dir)}}
	require.NoError(t, s.openAudit(key))
	s.audit.note(t.Context(), auditAdd, "accepted", DefaultAccount, personOf(101, nil))
	s.audit.flush(true)

	kept, err := s.audit.keptHead()
	require.NoError(t, err)
	require.Equal(t, 1, kept.Count)
	require.NoFileExists(t, filepath.Join(dir, "audit-head.json"))
	require.NoFileExists(t, filepath.Join(dir, "secrets.json"))
	report, err := s.audit.log.Check(kept)
	require.NoError(t, err)
	require.Empty(t, report.Findings)

	place, err := openSecrets(dir, StoreOS)
	require.NoError(t, err)
	require.NoError(t, os.Mkdir(filepath.Join(dir, "queue"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "queue", "MANIFEST"), nil, 0o600))
	require.NoError(t, Erase(dir))
	_, err = place.get(auditHeadName)
	require.ErrorIs(t, err, errNoSecret)
}
