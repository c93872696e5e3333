package index

import (
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

// million is how many people the index must be good for.
const million = 1_000_000

// figure is one line of output. Floor is the worst that will do.
type figure struct {
	Figure string  `json:"figure"`
	Value  float64 `json:"value"`
	Unit   string  `json:"unit"`
	Floor  float64 `json:"floor"`
	Goal   float64 `json:"goal"`
}

func report(b *testing.B, figures ...figure) {
	b.Helper()
	fmt.Println()
	for _, f := range figures {
		line, err := json.Marshal(f)
		require.NoError(b, err)
		fmt.Println(string(line))
		b.ReportMetric(f.Value, f.Figure+"_"+f.Unit)
	}
}

// identifiersOf are the eight identifiers of a person of average fame.
func identifiersOf(n int) []profile.Identifier {
	s := strconv.Itoa(n)
	return []profile.Identifier{
		{Kind: profile.KindProfileURL, Value: "search.amazinghiring.com/profiles/" + s},
		{Kind: profile.KindEmail, Value: "person" + s + "@example.com"},
		{Kind: profile.KindEmail, Value: "p" + s + "@example.net"},
		{Kind: profile.KindLinkedIn, Value: "linkedin.com/in/person-" + s},
		{Kind: profile.KindLink, Value: "github.com/person" + s},
		{Kind: profile.KindLink, Value: "person" + s + ".example"},
		{Kind: profile.KindPhone, Value: "5550100" + s},
		{Kind: profile.KindName, Value: "given" + s + " family"},
	}
}

// fill puts people page by page, as the first fill does, and returns the most memory in use between two pages.
func fill(b *testing.B, x *Index, people, page int) (peak uint64) {
	b.Helper()
	var m runtime.MemStats
	for first := 1; first <= people; first += page {
		u := Update{Progress: &Progress{Cursor: strconv.Itoa(first), FreshTo: second(first), Complete: first+page > people}}
		for n := first; n < first+page && n <= people; n++ {
			u.Put = append(u.Put, Entry{ID: int64(n), Identifiers: identifiersOf(n), UpdatedAt: second(n)})
		}
		require.NoError(b, x.Apply(u))
		if first/page%100 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapInuse)
		}
	}
	return peak
}

// buildFigures are what a build took.
type buildFigures struct {
	took time.Duration
	peak uint64
}

func BenchmarkBuild(b *testing.B) {
	for b.Loop() {
		x, built := buildMillion(b, mergePeople)
		stats := x.Stats()
		require.Equal(b, million, stats.People)
		report(b,
			figure{"index_bytes_per_candidate", float64(stats.Bytes) / million, "bytes", 200, 150},
			figure{"index_build_heap_peak", float64(built.peak) / (1 << 20), "MiB", 128, 64},
			figure{"index_build_per_second", million / built.took.Seconds(), "people", 1_000, 5_000})
	}
}

func buildMillion(b *testing.B, mergeAt int) (*Index, buildFigures) {
	b.Helper()
	x := open(b, b.TempDir(), mergeAt)
	begun := time.Now()
	peak := fill(b, x, million, 500)
	x.merges.Wait()
	return x, buildFigures{time.Since(begun), peak}
}

func BenchmarkLookup(b *testing.B) {
	x, _ := buildMillion(b, million/4)
	x.mergeAt = 1 // so that nothing stays in memory
	require.NoError(b, x.Put(Entry{ID: 1, Identifiers: identifiersOf(1)}))
	x.merges.Wait()
	for b.Loop() {
		known, strangers := lookupTimes(b, x, 1, 1), lookupTimes(b, x, million+1, 0)
		report(b,
			figure{"index_lookup_p99", percentile(known, 99), "us", 1000, 100},
			figure{"index_lookup_p50", percentile(known, 50), "us", 1000, 50},
			figure{"index_lookup_stranger_p99", percentile(strangers, 99), "us", 1000, 100})
	}
}

// lookupTimes asks for people all over the file, in no order.
func lookupTimes(b *testing.B, x *Index, first, found int) []time.Duration {
	b.Helper()
	var times []time.Duration
	for i := range 50_000 {
		id := identifiersOf(first + i*7919%million)[i%7]
		begun := time.Now()
		ids, err := x.Lookup(id)
		times = append(times, time.Since(begun))
		require.NoError(b, err)
		require.Len(b, ids, found)
	}
	return times
}

// percentile is in microseconds.
func percentile(times []time.Duration, p int) float64 {
	slices.Sort(times)
	return float64(times[len(times)*p/100].Nanoseconds()) / 1000
}
