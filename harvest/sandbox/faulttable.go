package sandbox

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// faultSpec describes one switch: how it is written, what it does, how it enters a behaviour.
type faultSpec struct {
	name, form, initial, meaning string
	hits                         bool // strikes single calls, so scope and times apply
	set                          func(*behaviour, Fault) error
}

// faultTable is every switch there is; ParseFault, the defaults and FaultHelp all read it.
func faultTable() []faultSpec {
	return slices.Concat(mishapTable(), settingTable())
}

func mishapTable() []faultSpec {
	return []faultSpec{
		strike("reply-lost", "applied, then the connection closes without an answer", mishap{deliver: hangUp}),
		strike("reset-before", "connection reset, nothing applied", mishap{before: true, deliver: reset}),
		strike("error-before", "500, nothing applied", mishap{before: true, deliver: serverError}),
		strike("error-after", "applied, then 500", mishap{deliver: serverError}),
		strike("timeout-after", "applied, then silence until the client leaves or the sandbox closes", mishap{deliver: hang}),
		strike("garbage-after", "applied, then the right status with truncated JSON", mishap{deliver: truncate}),
		strike("html-after", "applied, then the right status with an HTML page", mishap{deliver: htmlPage}),
		strike("redirect-after", "applied, then 302 to the web page", mishap{deliver: redirect}),
		{name: "partial", form: "on|off", initial: "off", hits: true, set: setPartial,
			meaning: "a new candidate is stored, its application refused: 201 with an errors member"},
	}
}

func settingTable() []faultSpec {
	return []faultSpec{
		{name: "down", meaning: "connection reset on every request, the token endpoint and the page too", set: setDown},
		pick("scope", "which calls the switches with P strike when they do not say so themselves",
			func(b *behaviour) *string { return &b.scope }, faultScopes...),
		{name: "rate", form: "N/SECONDS", initial: "75/30", meaning: "calls per fixed window of /v3", set: setRate},
		{name: "lag", form: "SECONDS", initial: "0", meaning: "rows appear in lists that long after they were written", set: setLag},
		{name: "token-ttl", form: "SECONDS", initial: "3600", meaning: "life of an access token", set: setTokenTTL},
		pick("token-expiry", "which expiry fields the token endpoint answers with",
			func(b *behaviour) *string { return &b.tokenExpiry }, "at", "in", "both", "none"),
		pick("one-token", "a new token revokes the earlier one of the same subject",
			func(b *behaviour) *string { return &b.oneToken }, "off", "on"),
		{name: "scopes", form: "LIST", meaning: "grant only these scopes, separated by spaces or plus signs; repeatable", set: grantScopes},
		{name: "no-scope", form: "NAME", meaning: "withhold this scope; repeatable", set: withholdScope},
		pick("nonadmin-reads", "what a list answers to a user who is no Site Admin",
			func(b *behaviour) *string { return &b.nonadminReads }, readsForbidden, readsEmpty),
		pick("service-reads", "what a list answers to the integration service user",
			func(b *behaviour) *string { return &b.serviceReads }, readsAllowed, readsForbidden, readsEmpty),
		pick("private-rows", "how lists show private candidates; message is the documented second form of a row",
			func(b *behaviour) *string { return &b.privateRows }, "show", "message", "hide"),
		pick("application-required", "a new candidate without an application is refused",
			func(b *behaviour) *string { return &b.applicationRequired }, "off", "on"),
		pick("second-application", "a second application of one candidate to the same job",
			func(b *behaviour) *string { return &b.secondApplication }, "accept", "refuse"),
		pick("unknown-tags", "names in a candidate's tags that the organisation does not have yet",
			func(b *behaviour) *string { return &b.unknownTags }, "create", "refuse"),
		{name: "max-attachment", form: "BYTES", initial: "26214400", meaning: "largest attachment, beyond it 413", set: setMaxAttachment},
	}
}

// strike is a switch that hits single calls with a probability.
func strike(name, meaning string, model mishap) faultSpec {
	return faultSpec{name: name, form: "P", meaning: meaning, hits: true, set: func(b *behaviour, f Fault) error {
		chance, err := strconv.ParseFloat(f.Value, 64)
		if err != nil || math.IsNaN(chance) || chance < 0 || chance > 1 {
			return errors.New("want a probability from 0 to 1")
		}
		m := model
		m.name, m.scope, m.dice = name, f.Scope, newDice(chance, f.Times)
		b.mishaps = append(b.mishaps, &m)
		return nil
	}}
}

// pick is a switch with named positions; the first is the default.
func pick(name, meaning string, field func(*behaviour) *string, values ...string) faultSpec {
	form := strings.Join(values, "|")
	return faultSpec{name: name, form: form, initial: values[0], meaning: meaning, set: func(b *behaviour, f Fault) error {
		if !slices.Contains(values, f.Value) {
			return fmt.Errorf("want one of %s", form)
		}
		*field(b) = f.Value
		return nil
	}}
}

func setPartial(b *behaviour, f Fault) error {
	if f.Value != "on" && f.Value != "off" {
		return errors.New("want one of on|off")
	}
	if f.Scope == scopeReads || f.Scope == scopeToken {
		return errors.New("strikes writes only")
	}
	b.partial = nil
	if f.Value == "on" {
		b.partial = newDice(1, f.Times)
	}
	return nil
}

func setDown(b *behaviour, f Fault) error {
	if f.Value != "" {
		return errors.New("takes no value")
	}
	b.down = true
	return nil
}

func setRate(b *behaviour, f Fault) error {
	calls, seconds, _ := strings.Cut(f.Value, "/")
	limit, err := strconv.Atoi(calls)
	if err != nil || limit < 1 {
		return errors.New("want N/SECONDS, both from 1")
	}
	length, err := strconv.ParseInt(seconds, 10, 32)
	if err != nil || length < 1 {
		return errors.New("want N/SECONDS, both from 1")
	}
	b.rateLimit, b.rateWindow = limit, time.Duration(length)*time.Second
	return nil
}

func setLag(b *behaviour, f Fault) (err error) {
	b.lag, err = readSeconds(f.Value)
	return err
}

func setTokenTTL(b *behaviour, f Fault) (err error) {
	b.tokenTTL, err = readSeconds(f.Value)
	return err
}

func setMaxAttachment(b *behaviour, f Fault) error {
	size, err := strconv.ParseInt(f.Value, 10, 32)
	if err != nil || size < 1 {
		return errors.New("want a number of bytes from 1")
	}
	b.maxAttachment = size
	return nil
}

// readSeconds allows fractions, so that tests can scale lag and lifetimes down.
func readSeconds(text string) (time.Duration, error) {
	seconds, err := strconv.ParseFloat(text, 64)
	if err != nil || !(seconds >= 0 && seconds <= math.MaxInt32) {
		return 0, errors.New("want a number of seconds from 0")
	}
	return time.Duration(seconds * float64(time.Second)), nil
}
