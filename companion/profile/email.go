package profile

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Longest address and local part that SMTP can carry (RFC 5321, section 4.5.3.1).
const (
	maxEmail     = 254
	maxLocalPart = 64
)

// Kinds of an e-mail address as Greenhouse knows them.
const (
	EmailPersonal = "personal"
	EmailWork     = "work"
	EmailOther    = "other"
)

// freeMail lists domains where anybody can have a mailbox.
var freeMail = set(
	"126.com", "163.com", "abv.bg", "aol.com", "bk.ru", "bluewin.ch", "centrum.cz", "fastmail.com", "free.fr",
	"freenet.de", "gmail.com", "gmx.at", "gmx.ch", "gmx.com", "gmx.de", "gmx.net", "googlemail.com", "hey.com",
	"hotmail.com", "hotmail.co.uk", "hotmail.de", "hotmail.fr", "hotmail.it", "icloud.com", "inbox.lv", "inbox.ru",
	"interia.pl", "laposte.net", "libero.it", "list.ru", "live.com", "mac.com", "mail.com", "mail.ru", "me.com",
	"msn.com", "naver.com", "o2.pl", "onet.pl", "orange.fr", "outlook.com", "pm.me", "proton.me", "protonmail.com",
	"qq.com", "rambler.ru", "rediffmail.com", "seznam.cz", "t-online.de", "tutanota.com", "ukr.net", "uol.com.br",
	"wanadoo.fr", "web.de", "wp.pl", "ya.ru", "yahoo.co.in", "yahoo.co.jp", "yahoo.co.uk", "yahoo.com",
	"yahoo.com.br", "yahoo.de", "yahoo.fr", "yandex.com", "yandex.ru", "ymail.com",
)

// sharedMailboxes are local parts that several people of a company read.
var sharedMailboxes = set(
	"admin", "apply", "career", "careers", "contact", "cv", "enquiries", "hello", "hiring", "hr", "info", "inquiries",
	"job", "jobs", "mail", "no-reply", "noreply", "office", "people", "recruiting", "recruitment", "resume", "resumes",
	"sales", "service", "support", "talent", "team", "work",
)

// ParseEmail returns the bare address in s, in its own letter case, and
// whether there is one. It is stricter than RFC 5322: no display name, no
// quoted local part, and a domain with a dot, because anything else in a
// profile is a mistake.
func ParseEmail(s string) (string, bool) {
	s = CleanLine(s)
	local, domain, found := strings.Cut(s, "@")
	if !found || len(s) > maxEmail || !validLocalPart(local) || !validDomain(domain) {
		return "", false
	}
	return s, true
}

// EmailType guesses what an address is from its form: EmailPersonal for
// free-mail domains, EmailOther for schools, shared mailboxes and what is no
// address, else EmailWork.
func EmailType(addr string) string {
	addr, ok := ParseEmail(addr)
	if !ok || SharedMailbox(addr) {
		return EmailOther
	}
	_, domain, _ := strings.Cut(strings.ToLower(addr), "@")
	switch {
	case freeMail[domain]:
		return EmailPersonal
	case strings.HasSuffix(domain, ".edu"), strings.Contains(domain, ".edu."), strings.Contains(domain, ".ac."):
		return EmailOther
	}
	return EmailWork
}

// SharedMailbox reports whether addr looks like a mailbox that several people
// read, such as jobs@example.com, so that it proves little about one person.
func SharedMailbox(addr string) bool {
	local, _, found := strings.Cut(strings.ToLower(CleanLine(addr)), "@")
	return found && sharedMailboxes[local]
}

func validLocalPart(s string) bool {
	if s == "" || len(s) > maxLocalPart || strings.HasPrefix(s, ".") || strings.HasSuffix(s, ".") {
		return false
	}
	return !strings.Contains(s, "..") && !strings.ContainsFunc(s, notInLocalPart)
}

func notInLocalPart(r rune) bool {
	if r >= utf8.RuneSelf {
		return !unicode.In(r, unicode.Letter, unicode.Mark, unicode.Digit)
	}
	return !isLetterOrDigit(r) && !strings.ContainsRune("!#$%&'*+-/=?^_`{|}~.", r)
}

// validDomain accepts host names with at least two labels, also with letters
// beyond ASCII. A last label of digits would be an IP address.
func validDomain(s string) bool {
	labels := strings.Split(s, ".")
	if len(labels) < 2 || len(s) > 253 {
		return false
	}
	for _, label := range labels {
		if !validLabel(label) {
			return false
		}
	}
	return strings.Trim(labels[len(labels)-1], "0123456789") != ""
}

func validLabel(s string) bool {
	if s == "" || len(s) > 63 || strings.HasPrefix(s, "-") || strings.HasSuffix(s, "-") {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool {
		return r != '-' && !isLetterOrDigit(r) && (r < utf8.RuneSelf || !unicode.In(r, unicode.Letter, unicode.Mark))
	})
}

func isLetterOrDigit(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
}

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}
