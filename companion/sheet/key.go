package sheet

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

// Key returns a stable identity of the person in a row, so that feeding the
// same file twice adds nobody twice: the SHA-256 in hexadecimal of the strongest
// of AmazingHiring id, first e-mail address, LinkedIn profile, and name with
// company. Letter case, the order of rows and columns, and all other cells do
// not matter. A mailbox that several people read counts together with the name
// only. It is empty for a row that names nobody.
func Key(row Row, m Mapping) string {
	identity := identity(row, m)
	if identity == nil {
		return ""
	}
	sum := sha256.Sum256([]byte(strings.Join(identity, "\x00")))
	return hex.EncodeToString(sum[:])
}

// identity starts with what it is, so that two kinds never meet.
func identity(row Row, m Mapping) []string {
	name := profile.FoldName(nameOf(row, m))
	if id := profileID(row, m); id != "" {
		return []string{"id", id}
	}
	if email := firstEmail(row, m); profile.SharedMailbox(email) {
		return []string{"mailbox", email, name}
	} else if email != "" {
		return []string{"email", email}
	}
	if page := linkedIn(row, m); page != "" {
		return []string{"linkedin", page}
	}
	if name == "" {
		return nil
	}
	return []string{"name", name, profile.FoldName(m.Cell(row, FieldCompany))}
}

func profileID(row Row, m Mapping) string {
	r := reading{row: row, mapping: m}
	id := r.id()
	if id == 0 || r.problem != nil {
		return ""
	}
	return formatID(id)
}

func firstEmail(row Row, m Mapping) string {
	for i := range m.columnsOf(FieldEmail) {
		if found, ok := emails(cellAt(row, i)); ok {
			return strings.ToLower(found[0])
		}
	}
	return ""
}

// linkedIn looks in all columns of links: people put everything there.
func linkedIn(row Row, m Mapping) string {
	for _, field := range linkFields {
		for i := range m.columnsOf(field) {
			for _, address := range addresses(cellAt(row, i)) {
				if page, kind, _ := profile.CanonicalLink(address); kind == profile.LinkLinkedIn {
					return page
				}
			}
		}
	}
	return ""
}
