package sandbox

import "slices"

// AddSamplePerson adds somebody with a value in every custom field of candidates, a tag, an education and
// a position, and returns the id. A fresh sandbox holds nobody.
func (s *Server) AddSamplePerson() int64 {
	id, err := s.AddCandidate(object{
		"first_name": "Lena", "last_name": "Vargas", "company": "Blue Heron Example Ltd", "title": "Platform Engineer",
		"email_addresses":        []object{{"value": "lena.vargas@example.com", "type": "personal"}},
		"social_media_addresses": []object{{"value": "https://social.example/lena-vargas"}},
		"tags":                   []string{"met in person"},
		"custom_fields":          s.sampleValues(),
		"application":            object{"prospect": true},
	})
	if err != nil {
		panic("sandbox: sample person: " + err.Error())
	}
	s.addSampleHistory(id)
	return id
}

// sampleValues is a body's list of custom fields with one value for each that a candidate can have.
func (s *Server) sampleValues() []object {
	s.mu.Lock()
	defer s.mu.Unlock()
	values := map[string]any{
		"amazinghiring_url": "https://search.example/profiles/101", "notice_period": 30, "open_to_relocation": true,
		"seniority":      s.state.optionID("seniority", "Senior"),
		"skills":         []int64{s.state.optionID("skills", "Go"), s.state.optionID("skills", "PostgreSQL")},
		"available_from": "2027-02-01", "current_city": "Lisbon", "summary": "Builds platforms.\nPrefers remote.",
		"expected_salary": object{"amount": 70000, "currency_code": "EUR"},
		"salary_range":    object{"min_amount": 60000, "max_amount": 80000, "currency_code": "EUR"},
		"team_size":       object{"min_value": 3, "max_value": 8},
		"introduced_by":   s.siteAdminID,
	}
	var list []object
	for _, field := range s.state.tables["custom_fields"].records {
		if value, known := values[field.text("name_key")]; known {
			list = append(list, object{"name_key": field.text("name_key"), "value": value})
		}
	}
	return list
}

func (s *Server) addSampleHistory(candidateID int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := wallClock()
	s.state.insert("candidate_educations", now, object{
		"candidate_id":                       candidateID,
		"school_name_custom_field_option_id": s.state.optionID("school_name", "University of Example"),
		"degree_custom_field_option_id":      s.state.optionID("degree", "Master's Degree"),
		"discipline_custom_field_option_id":  s.state.optionID("discipline", "Computer Science"),
		"start_at":                           founded.AddDate(-10, 0, 0), "end_at": founded.AddDate(-5, 0, 0),
	})
	s.state.insert("candidate_employments", now, object{
		"candidate_id": candidateID, "company_name": "Blue Heron Example Ltd", "title": "Platform Engineer",
		"start_date": "2022-03-01",
	})
}

// optionID finds a choice by the key of its field and its label; 0 when there is none.
func (st *state) optionID(key, label string) int64 {
	options := st.tables["custom_field_options"].records
	at := slices.IndexFunc(options, func(o *record) bool {
		return o.text("custom_field_key") == key && o.text("name") == label
	})
	if at < 0 {
		return 0
	}
	return options[at].id
}
