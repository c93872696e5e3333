package sandbox

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// settingTable is every switch that stays in its position: what the account is like, and facts that no public page settles.
func settingTable() []faultSpec {
	return slices.Concat(wireTable(), accessTable(), recordTable())
}

// wireTable is about all calls.
func wireTable() []faultSpec {
	return []faultSpec{
		{name: "down", meaning: "connection reset on every request, the token endpoint and the page too", set: setDown},
		{name: "scope", form: "SCOPE", initial: scopeWrites, meaning: "which calls the switches that strike hit when they do not say so themselves", set: setScope},
		{name: "rate", form: "N/SECONDS", initial: "75/30", meaning: "calls per fixed window of /v3", set: setRate},
		pick("rate-per", "who shares that window: everybody with the credential, or each acting user alone",
			func(b *behaviour) *string { return &b.ratePer }, "credential", "user"),
		{name: "lag", form: "SECONDS", initial: "0", meaning: "rows appear in lists that long after they were written", set: setLag},
		pick("lag-rows", "what lists show of a candidate until then; message is the documented second form of a row",
			func(b *behaviour) *string { return &b.lagRows }, "hide", "message"),
		{name: "stale", form: "SECONDS", initial: "0", meaning: "changes of rows appear in lists that long after they were made", set: setStale},
		pick("time-precision", "what times are kept to, or only what date filters compare",
			func(b *behaviour) *string { return &b.timePrecision }, "milliseconds", "seconds", "filter-seconds"),
		pick("date-filters", "which spelling of a date filter is understood",
			func(b *behaviour) *string { return &b.dateFilters }, "both", "pipe", "bracket"),
		pick("refusal-bodies", "what the body of 401, 403 and 429 holds",
			func(b *behaviour) *string { return &b.refusalBodies }, "errors", "message", "text", "empty", "html"),
	}
}

// accessTable is about the credential and who acts with it.
func accessTable() []faultSpec {
	return []faultSpec{
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
	}
}

// recordTable is about what is written.
func recordTable() []faultSpec {
	return []faultSpec{
		pick("private-rows", "how lists show private candidates; message is the documented second form of a row",
			func(b *behaviour) *string { return &b.privateRows }, "show", "message", "hide"),
		pick("private-on-create", "the key is_private in a new candidate",
			func(b *behaviour) *string { return &b.privateOnCreate }, "accept", "refuse"),
		pick("create-answer", "what a new candidate is answered with: candidate and application, or the bare candidate",
			func(b *behaviour) *string { return &b.createAnswer }, "envelope", "candidate"),
		pick("application-required", "a new candidate without an application is refused",
			func(b *behaviour) *string { return &b.applicationRequired }, "off", "on"),
		pick("second-application", "a second application of one candidate to the same job",
			func(b *behaviour) *string { return &b.secondApplication }, "accept", "refuse"),
		pick("unknown-tags", "names in a candidate's tags that the organisation does not have yet",
			func(b *behaviour) *string { return &b.unknownTags }, "create", "refuse"),
		pick("auto-merge", "a new candidate with the e-mail address of an older one is merged into it at once",
			func(b *behaviour) *string { return &b.autoMerge }, "off", "on"),
		pick("merge-answer", "what a merge is answered with",
			func(b *behaviour) *string { return &b.mergeAnswer }, "candidate", "message"),
		pick("merged-ids", "whom lists find under the id of a candidate that was merged away",
			func(b *behaviour) *string { return &b.mergedIDs }, "nobody", "survivor"),
		pick("same-field-name", "a second custom field of one kind with the same name",
			func(b *behaviour) *string { return &b.sameFieldName }, "refuse", "accept"),
		pick("note-type-case", "how note_type may be spelt",
			func(b *behaviour) *string { return &b.noteTypeCase }, "upper", "any"),
		pick("note-visibility", "the key visibility of a new note; without it a note is public",
			func(b *behaviour) *string { return &b.noteVisibility }, "required", "optional"),
		pick("same-filename", "a second attachment of one application with the same file name",
			func(b *behaviour) *string { return &b.sameFilename }, "accept", "refuse"),
		{name: "max-attachment", form: "BYTES", initial: "26214400", meaning: "largest attachment, beyond it 413", set: setMaxAttachment},
	}
}

func setDown(b *behaviour, f Fault) error {
	if f.Value != "" {
		return errors.New("takes no value")
	}
	b.down = true
	return nil
}

func setScope(b *behaviour, f Fault) (err error) {
	b.scope, err = readScope(f.Value)
	return err
}

func setRate(b *behaviour, f Fault) (err error) {
	b.rateLimit, b.rateWindow, err = readRate(f.Value)
	return err
}

func readRate(text string) (limit int, window time.Duration, err error) {
	calls, seconds, _ := strings.Cut(text, "/")
	limit, badLimit := strconv.Atoi(calls)
	length, badLength := strconv.ParseInt(seconds, 10, 32)
	if badLimit != nil || badLength != nil || limit < 1 || length < 1 {
		return 0, 0, errors.New("want N/SECONDS, both from 1")
	}
	return limit, time.Duration(length) * time.Second, nil
}

func setLag(b *behaviour, f Fault) (err error) {
	b.lag, err = readSeconds(f.Value)
	return err
}

func setStale(b *behaviour, f Fault) (err error) {
	b.stale, err = readSeconds(f.Value)
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
