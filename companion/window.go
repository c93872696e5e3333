package companion

import (
	"encoding/hex"
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

// windowFile keeps an account's rate window, so that a restart in the middle of one neither wastes nor overruns it.
type windowFile struct {
	path   string
	logger *slog.Logger
}

func newWindowFile(dir, account string, logger *slog.Logger) windowFile {
	name := digest("rate window", account)
	return windowFile{filepath.Join(dir, "rate-"+hex.EncodeToString(name[:4])+".json"), logger}
}

// Load implements harvest.WindowStore. What cannot be read is learnt anew from the next answer.
func (f windowFile) Load() (harvest.Window, bool) {
	data, err := os.ReadFile(f.path)
	var w harvest.Window
	return w, err == nil && json.Unmarshal(data, &w) == nil
}

// Save implements harvest.WindowStore.
func (f windowFile) Save(w harvest.Window) {
	data, err := json.Marshal(w)
	if err == nil {
		err = store.WriteFile(f.path, data)
	}
	if err != nil {
		f.logger.Warn("keep rate window", "error", err)
	}
}

// pace is how urgent an item's calls are within the rate window.
func pace(p queue.Priority) harvest.Priority {
	switch p {
	case queue.Click:
		return harvest.Click
	case queue.Export:
		return harvest.Export
	}
	return harvest.Background
}
