package match

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

// The truths of testdata/pairs.json: what somebody careful would say who sees these two records, the others and no more.
const (
	same        = "same"
	different   = "different"
	undecidable = "undecidable"
)

type contacts struct {
	Emails, Phones, Links []string
}

type inGreenhouse struct {
	First, Last string
	contacts
}

func (g inGreenhouse) person(id int64) Person {
	return PersonFrom(id, g.First, g.Last, g.Emails, g.Phones, g.Links)
}

// pair is a profile and a person. Others are further people in Greenhouse, who tell what is shared by many.
type pair struct {
	Case, Truth string
	Profile     struct {
		Name string
		contacts
	}
	Person inGreenhouse
	Others []inGreenhouse
}

func readPairs(t testing.TB) []pair {
	t.Helper()
	data, err := os.ReadFile("testdata/pairs.json")
	require.NoError(t, err)
	var pairs []pair
	require.NoError(t, json.Unmarshal(data, &pairs))
	return pairs
}

func (p pair) profile() profile.Profile {
	out := profile.Profile{Name: p.Profile.Name}
	for _, s := range p.Profile.Emails {
		out.Emails = append(out.Emails, profile.Contact{Value: s})
	}
	for _, s := range p.Profile.Phones {
		out.Phones = append(out.Phones, profile.Contact{Value: s})
	}
	for _, s := range p.Profile.Links {
		out.Links = append(out.Links, profile.Link{URL: s})
	}
	return out
}

// level is how sure Decide is about the person of the pair; None when another is the better match.
func (p pair) level() Level {
	people := []Person{p.Person.person(1)}
	for i, other := range p.Others {
		people = append(people, other.person(int64(i+2)))
	}
	verdict := Decide(p.profile(), people)
	if verdict.PersonID == 1 || slices.Contains(verdict.Others, 1) {
		return verdict.Level
	}
	return None
}

// quality counts what came out. Whoever says certain about a pair that nobody could tell is wrong as well.
type quality struct {
	pairs, certain, certainWrong, same, found int
	misses, mistakes                          []string
}

func measure(pairs []pair) quality {
	var q quality
	for _, p := range pairs {
		q.add(p, p.level())
	}
	return q
}

func (q *quality) add(p pair, level Level) {
	q.pairs++
	if level == Certain {
		q.certain++
	}
	if level == Certain && p.Truth != same {
		q.certainWrong++
		q.mistakes = append(q.mistakes, p.Case)
	}
	if p.Truth != same {
		return
	}
	q.same++
	if level < Likely {
		q.misses = append(q.misses, p.Case)
		return
	}
	q.found++
}

// precision of "certain" and recall of "likely or better", in percent.
func (q quality) precision() float64 {
	return 100 * float64(q.certain-q.certainWrong) / float64(q.certain)
}

func (q quality) recall() float64 { return 100 * float64(q.found) / float64(q.same) }

func TestQualityOfTheVerdict(t *testing.T) {
	q := measure(readPairs(t))
	require.InDelta(t, 100, q.precision(), 0, "certain and wrong: %q", q.mistakes)
	require.GreaterOrEqual(t, q.recall(), 98.0, "the same person, not seen: %q", q.misses)
}

// The figures mean nothing without enough pairs of each truth, and enough that are certain.
func TestPairsAreEnough(t *testing.T) {
	counts := map[string]int{}
	cases := map[string]bool{}
	for _, p := range readPairs(t) {
		counts[p.Truth]++
		require.False(t, cases[p.Case], "%q is there twice", p.Case)
		cases[p.Case] = true
	}
	require.Len(t, counts, 3)
	require.GreaterOrEqual(t, len(cases), 200)
	require.GreaterOrEqual(t, counts[same], 100)
	require.GreaterOrEqual(t, counts[different], 60)
	require.GreaterOrEqual(t, counts[undecidable], 25)
	require.GreaterOrEqual(t, measure(readPairs(t)).certain, 25)
}

// figure is one line of output. Floor is the worst that will do.
type figure struct {
	Figure string  `json:"figure"`
	Value  float64 `json:"value"`
	Unit   string  `json:"unit"`
	Floor  float64 `json:"floor"`
	Goal   float64 `json:"goal"`
	Pairs  int     `json:"pairs"`
}

func BenchmarkVerdict(b *testing.B) {
	pairs := readPairs(b)
	var q quality
	for b.Loop() {
		q = measure(pairs)
	}
	fmt.Println()
	for _, f := range []figure{
		{"match_certain_precision", q.precision(), "percent", 100, 100, q.certain},
		{"match_likely_recall", q.recall(), "percent", 98, 99, q.same},
	} {
		line, err := json.Marshal(f)
		require.NoError(b, err)
		fmt.Println(string(line))
		b.ReportMetric(f.Value, f.Figure)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*q.pairs), "ns/pair")
}
