package companion_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring/pretend"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/greenhouse-companion/greenhouse-companion/harvest/sandbox"
	"github.com/stretchr/testify/require"
)

const (
	// paceLimit and paceWindow are Greenhouse's documented rate limit.
	paceLimit  = 75
	paceWindow = 30 * time.Second
	// paceWindows is how many whole windows are measured.
	paceWindows = 2
	// pacePeople are more than these windows suffice for.
	pacePeople = 100
)

// BenchmarkExportPace measures how much of Greenhouse's rate limit an export uses, in real windows, and how often it is
// refused. It prints a JSON line.
func BenchmarkExportPace(b *testing.B) {
	for b.Loop() {
		greenhouse, client := paceWorld(b)
		batch := extension.Batch{BatchID: "pace", Kind: extension.BatchFolder, Target: inBase, MaxFirst: pacePeople}
		for i := range pacePeople {
			batch.People = append(batch.People, extension.BatchPerson{ProfileID: bigProfile(i)})
		}
		_, err := extension.Call[extension.BatchReply](b.Context(), client, batch)
		require.NoError(b, err)
		var windows []int
		var refused int
		require.Eventually(b, func() bool {
			windows, refused = callsPerWindow(greenhouse)
			return len(windows) > paceWindows
		}, (paceWindows+2)*paceWindow, 100*time.Millisecond)
		used := 0
		for _, n := range windows[:paceWindows] {
			used += n
		}
		line, err := json.Marshal(map[string]any{
			"figure": "export, share of the rate window used", "value": float64(used) / (paceWindows * paceLimit), "refusals": refused,
			"floor": 0.98, "goal": 0.995, "windows": paceWindows, "window": paceWindow.String(),
		})
		require.NoError(b, err)
		fmt.Println(string(line))
	}
}

// paceWorld is a service with an account and a folder.
func paceWorld(b *testing.B) (*sandbox.Server, *extension.Client) {
	greenhouse, err := sandbox.Start(sandbox.Options{})
	require.NoError(b, err)
	b.Cleanup(func() { greenhouse.Close() })
	source, err := pretend.Start("")
	require.NoError(b, err)
	b.Cleanup(source.Close)
	cfg, i := testConfig(filepath.Join(b.TempDir(), "data")), greenhouse.Info()
	cfg.Settings.AmazingHiring.URL = source.URL()
	_, err = companion.Connect(b.Context(), companion.ConnectRequest{
		DataDir: cfg.DataDir, Email: i.UserEmail, ClientID: i.ClientID, ClientSecret: harvest.Secret(i.ClientSecret),
		HarvestURL: i.HarvestURL, AuthURL: i.AuthURL, SecretStore: companion.StoreFile,
	})
	require.NoError(b, err)
	require.NoError(b, companion.ConnectAmazingHiring(cfg.DataDir, harvest.Secret(source.Token()), companion.StoreFile))
	service, err := companion.New(cfg)
	require.NoError(b, err)
	ctx, stop := context.WithCancel(context.WithoutCancel(b.Context()))
	ended := make(chan error, 1)
	go func() { ended <- service.Run(ctx) }()
	b.Cleanup(func() {
		stop()
		require.NoError(b, <-ended)
	})
	client, err := extension.DialWebSocket(b.Context(), service.WebSocketURL(), testOrigin, info)
	require.NoError(b, err)
	b.Cleanup(func() { client.Close() })
	return greenhouse, client
}

// callsPerWindow counts the calls in each of the pretend Greenhouse's windows, which begin with a whole second.
func callsPerWindow(greenhouse *sandbox.Server) (windows []int, refused int) {
	var end time.Time
	for _, r := range greenhouse.Requests() {
		if !strings.HasPrefix(r.Path, "/v3/") {
			continue
		}
		if !r.At.Before(end) {
			windows, end = append(windows, 0), r.At.Truncate(time.Second).Add(paceWindow)
		}
		if windows[len(windows)-1]++; r.Status == http.StatusTooManyRequests {
			refused++
		}
	}
	return windows, refused
}
