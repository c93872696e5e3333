package pretend

import (
	"encoding/json"
	"fmt"
	"strings"
)

const (
	bigSize    = 3000
	bigProfile = int64(900000000100000) // the id of the first generated profile
)

var (
	firstNames = strings.Fields(`Adela Aiko Amara Anders Anouk Bastian Beatriz Bruno Carla Cedric Chiara Daniela Dario
		Elena Emil Farida Felix Greta Gustav Hanna Hugo Ines Ivan Jana Joel Kaja Karim Laila Leon Lucia Malik Marek Mira
		Nadia Nils Olga Oscar Paula Petra Quentin Rafael Rosa Selma Simon Tamara Tobias Ursula Viktor Wanda Yasmin`)
	lastNames = strings.Fields(`Abara Almeida Andersen Bakker Barros Bergman Bianchi Castell Costa Dahl Delgado Dorsey
		Eklund Esposito Farkas Ferrer Fischer Galvan Garnier Hartley Hoffman Ibarra Ilves Jansen Jokinen Kaplan Keller
		Kowal Lambert Larsen Lindqvist Lombard Mancini Marlow Mercer Moreau Nakano Navarro Novak Oduya Olsen Osman Palmer
		Petrov Quiroga Ramires Rossi Sandoval Schuster Silva Sorensen Tanaka Tomasek Ullman Valdez Vasile Weber Winter
		Yilmaz Zeman`)
	titles = []string{"Backend Engineer", "Platform Engineer", "Data Engineer", "Frontend Engineer", "Site Reliability Engineer"}
	cities = []string{"Lisbon", "Porto", "Berlin", "Warsaw", "Leeds", "Ghent", "Turin"}
)

// generated makes profile number i of the big list, always the same. Nobody
// shares a name, an e-mail address, a phone number or a LinkedIn page with
// anybody else; one in ten has no contacts.
func generated(i int) json.RawMessage {
	first, last := firstNames[i%len(firstNames)], lastNames[(i/len(firstNames)+i%len(firstNames))%len(lastNames)]
	handle := strings.ToLower(first + "-" + last)
	title, company := titles[i%len(titles)], fmt.Sprintf("Works %d Example Ltd", i%97)
	fields := map[string]any{
		"id": bigProfile + int64(i), "name": first + " " + last, "title": title,
		"avatars": []any{}, "age": nil, "birthday": "", "general_info": "",
		"locations": []any{map[string]any{"id": "city", "name": cities[i%len(cities)]}},
		"contacts":  generatedContacts(i, handle),
		"links":     []any{map[string]any{"value": "https://www.linkedin.com/in/" + handle + "-example/", "personal_site": false}},
		"positions": []any{map[string]any{
			"position": title, "company": map[string]any{"id": company, "name": company, "site": nil},
			"description": "", "skills": nil, "start": fmt.Sprintf("%d-%02d", 2010+i%14, 1+i%12), "end": nil,
		}},
		"educations": []any{}, "languages": map[string]any{}, "courses_or_certificates": []any{},
		"skills": []any{}, "all_skills_grouped": []any{}, "comments": []any{}, "resumes": []any{},
	}
	raw, _ := json.Marshal(fields) // texts and numbers always can be
	return raw
}

// generatedContacts takes phone numbers from a range that is nobody's:
// https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama.
func generatedContacts(i int, handle string) []any {
	if i%10 == 9 {
		return []any{}
	}
	domain := []string{"example.com", "example.net", "example.org"}[i%3]
	contacts := []any{contact("email", strings.ReplaceAll(handle, "-", ".")+"@"+domain)}
	if i%3 == 0 {
		contacts = append(contacts, contact("phone", fmt.Sprintf("+44 7700 900%03d", i/3)))
	}
	return contacts
}

func contact(kind, value string) map[string]any { return map[string]any{"type": kind, "value": value} }
