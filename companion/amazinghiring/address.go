package amazinghiring

import (
	"errors"
	"strconv"
	"strings"
)

const (
	idPlace              = "<id>"
	defaultFolderPattern = FolderPattern("/folders/" + idPlace)
)

// FolderPattern says how the address of a folder's page goes on after the host,
// with <id> where the number is. Empty means /folders/<id>. It is a setting
// because AmazingHiring does not publish it.
type FolderPattern string

// Validate reports what is wrong with the pattern.
func (p FolderPattern) Validate() error {
	if p == "" {
		return nil
	}
	if !strings.HasPrefix(string(p), "/") || strings.Count(string(p), idPlace) != 1 {
		return errors.New("the pattern of a folder's address must start with / and have <id> once")
	}
	return nil
}

// FolderID returns the number of the folder whose page has the address, with or
// without a scheme. The host is not looked at: a number is looked up at the
// AmazingHiring that is connected, and nowhere else.
func (p FolderPattern) FolderID(address string) (int64, bool) {
	if p == "" {
		p = defaultFolderPattern
	}
	before, after, _ := strings.Cut(string(p), idPlace)
	rest, ok := strings.CutPrefix(afterHost(address), before)
	if !ok {
		return 0, false
	}
	digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
	id, err := strconv.ParseInt(rest[:digits], 10, 64)
	if err != nil || id == 0 || !continues(rest[digits:], after) {
		return 0, false
	}
	return id, true
}

// continues is false where the number or a word merely goes on.
func continues(rest, pattern string) bool {
	rest, ok := strings.CutPrefix(rest, pattern)
	return ok && (rest == "" || strings.HasSuffix(pattern, "/") || strings.ContainsRune("/?#&", rune(rest[0])))
}

// afterHost returns path, query and fragment: pages built in the browser may
// keep the number in any of them.
func afterHost(address string) string {
	address = strings.TrimSpace(address)
	if _, rest, ok := strings.Cut(address, "://"); ok {
		address = rest
	}
	host := strings.IndexAny(address, "/?#")
	if host <= 0 {
		return ""
	}
	return address[host:]
}
