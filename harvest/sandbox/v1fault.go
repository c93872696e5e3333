package sandbox

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// v1Behaviour is the position of the switches that only /v1 has.
type v1Behaviour struct {
	rateLimit  int
	rateWindow time.Duration
	lateReads  int           // how often a new record is answered with 404
	lateTime   time.Duration // how long a new record is answered with 404
	withheld   []string      // permissions the key lacks

	retired, window, lacking, noUser  string
	errorShape, unknownParameters     string
	createdStatus, editedShape        string
	unknownUserEmail, emailComparison string
}

// v1Table is every switch of /v1.
func v1Table() []faultSpec {
	return []faultSpec{
		pick("v1-retired", "what /v1 answers since its removal; off lets it answer as before",
			func(b *behaviour) *string { return &b.v1.retired }, v1InService, "410", "404", "403", "401", "301"),
		{name: "v1-rate", form: "N/SECONDS", initial: "50/10", meaning: "calls per window of /v1", set: setV1Rate},
		pick("v1-window", "whether that window starts anew as a whole or call by call",
			func(b *behaviour) *string { return &b.v1.window }, "fixed", "rolling"),
		{name: "v1-not-ready", form: "N|SECONDSs", initial: "0", set: setV1NotReady,
			meaning: "new records of /v1: a truncated answer, then 404 for that many calls or that long"},
		{name: "v1-no-permission", form: "NAME", set: withholdV1Permission,
			meaning: "take this permission from the key, such as candidates:list; repeatable"},
		pick("v1-lacking", "what a call without the permission is answered with",
			func(b *behaviour) *string { return &b.v1.lacking }, "401", "403"),
		pick("v1-no-user", "what a write without On-Behalf-Of is answered with",
			func(b *behaviour) *string { return &b.v1.noUser }, "404", "422", "403"),
		pick("v1-errors", "a 422 of /v1: with an outer message as documented, or bare as recorded",
			func(b *behaviour) *string { return &b.v1.errorShape }, "message", "bare"),
		pick("v1-created", "the status of a new record of /v1",
			func(b *behaviour) *string { return &b.v1.createdStatus }, "201", "200"),
		pick("v1-edited", "a candidate after an edit: itself, or inside an array as in the documented sample",
			func(b *behaviour) *string { return &b.v1.editedShape }, "object", "array"),
		pick("v1-unknown-user", "users of /v1 with an e-mail address that nobody has: an empty list or 404",
			func(b *behaviour) *string { return &b.v1.unknownUserEmail }, "empty", "404"),
		pick("v1-email-case", "whether email= of /v1 minds upper and lower case",
			func(b *behaviour) *string { return &b.v1.emailComparison }, "ignored", "exact"),
		pick("v1-parameters", "query parameters that /v1 does not know",
			func(b *behaviour) *string { return &b.v1.unknownParameters }, "ignore", "refuse"),
	}
}

func setV1Rate(b *behaviour, f Fault) (err error) {
	b.v1.rateLimit, b.v1.rateWindow, err = readRate(f.Value)
	return err
}

// setV1NotReady reads calls as 3 and a time as 1.5s.
func setV1NotReady(b *behaviour, f Fault) (err error) {
	b.v1.lateReads, b.v1.lateTime = 0, 0
	if seconds, isTime := strings.CutSuffix(f.Value, "s"); isTime {
		b.v1.lateTime, err = readSeconds(seconds)
		return err
	}
	b.v1.lateReads, err = strconv.Atoi(f.Value)
	if err != nil || b.v1.lateReads < 0 {
		return errors.New("want a number of calls, or seconds like 1.5s")
	}
	return nil
}

// withholdV1Permission refuses unknown names, because a misspelt one would silently withhold nothing.
func withholdV1Permission(b *behaviour, f Fault) error {
	var known []string
	for _, op := range v1Operations() {
		known = append(known, op.permission)
	}
	if !slices.Contains(known, f.Value) {
		return fmt.Errorf("want one of %s", strings.Join(slices.Compact(known), ", "))
	}
	b.v1.withheld = append(b.v1.withheld, f.Value)
	return nil
}
