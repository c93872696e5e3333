package pretend

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed profiles/*.json
var profiles embed.FS

// person is what a page shows of a profile.
type person struct {
	ID        int64   `json:"id"`
	Name      string  `json:"name"`
	Title     string  `json:"title"`
	About     string  `json:"general_info"`
	Locations []named `json:"locations"`
	Contacts  []struct {
		Type  string `json:"type"`
		Value string `json:"value"`
	} `json:"contacts"`
	Links     []link `json:"links"`
	Positions []struct {
		Position string  `json:"position"`
		Company  named   `json:"company"`
		Start    string  `json:"start"`
		End      *string `json:"end"`
	} `json:"positions"`
	Educations []struct {
		Name           string `json:"name"`
		Degree         string `json:"degree"`
		Specialization string `json:"specialization"`
		Start          int    `json:"start"`
		End            int    `json:"end"`
	} `json:"educations"`
	SkillGroups []struct {
		Name   string  `json:"name"`
		Skills []skill `json:"skills"`
	} `json:"all_skills_grouped"`
}

type named struct {
	Name string `json:"name"`
}

type skill struct {
	Name string  `json:"name"`
	More []skill `json:"additional_skills"`
}

type link struct {
	Value    string `json:"value"`
	Personal bool   `json:"personal_site"`
}

// Address is the link with a scheme, as a page needs it.
func (l link) Address() string {
	if strings.Contains(l.Value, "://") {
		return l.Value
	}
	return "https://" + l.Value
}

// Property is the schema.org word for the link.
func (l link) Property() string {
	if l.Personal {
		return "url"
	}
	return "sameAs"
}

// Emails are the contacts of that type.
func (p person) Emails() []string { return p.contacts("email") }

// Phones are the contacts of that type.
func (p person) Phones() []string { return p.contacts("phone") }

func (p person) contacts(kind string) []string {
	var values []string
	for _, c := range p.Contacts {
		if c.Type == kind {
			values = append(values, c.Value)
		}
	}
	return values
}

// person is the profile as a page shows it.
func (s *Server) person(id int64) (person, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.personLocked(id)
}

func (s *Server) personLocked(id int64) (person, bool) {
	raw, ok := s.profileLocked(id)
	if !ok {
		return person{}, false
	}
	var p person
	return p, json.Unmarshal(raw, &p) == nil
}

// profileLocked is the profile as the API sends it: edited, embedded or made up
// on the spot.
func (s *Server) profileLocked(id int64) (json.RawMessage, bool) {
	if raw, ok := s.edited[id]; ok {
		return raw, true
	}
	if raw, ok := s.embedded[id]; ok {
		return raw, true
	}
	if i := id - bigProfile; i >= 0 && i < bigSize {
		return generated(int(i)), true
	}
	return nil, false
}

// loadProfiles reads the embedded profiles.
func loadProfiles() (map[int64]json.RawMessage, error) {
	names, err := fs.Glob(profiles, "profiles/*.json")
	if err != nil {
		return nil, err
	}
	byID := map[int64]json.RawMessage{}
	for _, name := range names {
		raw, err := profiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		var p person
		if err := json.Unmarshal(raw, &p); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		byID[p.ID] = raw
	}
	return byID, nil
}
