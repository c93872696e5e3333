package companion

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// remnantAge is from when on a file in the making is one that nobody will finish.
const remnantAge = time.Minute

// dropRemnants removes what a crash left of files in the making. What is being made now is younger.
func (s *Service) dropRemnants() error {
	var paths []string
	for _, pattern := range []string{"*.tmp-*", filepath.Join("batches", "*.tmp-*")} {
		found, err := filepath.Glob(filepath.Join(s.dataDir, pattern))
		if err != nil {
			return fmt.Errorf("look for remnants: %w", err)
		}
		paths = append(paths, found...)
	}
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil || time.Since(info.ModTime()) < remnantAge {
			continue
		}
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove remnant: %w", err)
		}
	}
	return nil
}

// remains says truthfully what forgetting does not reach.
func (s *Service) remains(of subject) []string {
	list := []string{"In the queue: that there were items " + itemNumbers(of.items) + ", when, and whether they were done or cancelled."}
	if len(of.items) == 0 {
		list = nil
	}
	for _, link := range s.linksOf(of) {
		list = append(list, "In Greenhouse nothing is deleted: "+link)
	}
	if n := len(of.related); n > 0 {
		list = append(list, fmt.Sprintf("%d other items share an e-mail address, a phone or a page with the person, such as item %v. If they are the same person, forget that address too.", n, of.related[0]))
	}
	if damage := s.queue.Damage(); damage != nil {
		list = append(list, "The damaged queue that was set aside in "+damage.Folder+" may hold the person: remove that folder.")
	}
	return append(list,
		"In the index of who is in Greenhouse, which has keyed hashes only, the person is missing until Greenhouse is asked about them again.",
		"In AmazingHiring the person stays as they are, and a folder export or an import that has them brings them here again.",
		"In the browser: an add request that has no receipt yet is sent again.",
		"In the audit log: entries under a pseudonym that leads to nobody any more.",
		"Backups, and what the disk keeps of deleted files, are out of reach.")
}

// linksOf are the person's pages in Greenhouse.
func (s *Service) linksOf(of subject) []string {
	var links []string
	for _, item := range of.items {
		if j, err := decodeJournal(item.Progress); err == nil && j.Person != 0 {
			links = append(links, s.personLink(j.Person))
		}
	}
	slices.Sort(links)
	return slices.Compact(links)
}

func itemNumbers(items []heldItem) string {
	text := ""
	for i, item := range items {
		if i == 20 {
			return text + fmt.Sprintf(" and %d more", len(items)-i)
		}
		if i > 0 {
			text += ", "
		}
		text += item.ID.String()
	}
	return text
}
