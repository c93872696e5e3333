package sandbox

// seedCustomFields has a field of every type that takes a value, and the three option lists of educations.
func (st *state) seedCustomFields() {
	st.plantField("candidate", "AmazingHiring URL", "amazinghiring_url", "url")
	seniority := st.plantField("candidate", "Seniority", "seniority", "single_select",
		"Junior", "Middle", "Senior", "Staff")
	seniority.values["required"] = true // in the web interface only; the API does not insist
	st.plantField("candidate", "Notice period", "notice_period", "number")
	st.plantField("standard", "School Name", "school_name", "single_select", schools()...)
	st.plantField("standard", "Degree", "degree", "single_select", degrees()...)
	st.plantField("standard", "Discipline", "discipline", "single_select", disciplines()...)
	st.plantField("candidate", "Skills", "skills", "multi_select", "Go", "Kubernetes", "PostgreSQL", "Python", "Rust")
	st.plantField("candidate", "Open to relocation", "open_to_relocation", "yes_no")
	st.plantField("candidate", "Available from", "available_from", "date")
	st.plantField("candidate", "Expected salary", "expected_salary", "currency")
	st.plantField("candidate", "Salary range", "salary_range", "currency_range")
	st.plantField("candidate", "Team size", "team_size", "number_range")
	st.plantField("candidate", "Current city", "current_city", "short_text")
	st.plantField("candidate", "Summary", "summary", "long_text")
	st.plantField("candidate", "Introduced by", "introduced_by", "user")
	st.plantField("application", "Cover note", "cover_note", "short_text")
}

func (st *state) plantField(kind, name, key, valueType string, options ...string) *record {
	field := st.plant("custom_fields", object{
		"name": name, "name_key": key, "field_type": kind, "value_type": valueType,
		"sort_order": int64(len(st.tables["custom_fields"].records)),
	})
	for i, option := range options {
		st.addOption(field, founded, object{"name": option, "sort_order": int64(i)})
	}
	return field
}

// schools are invented, with the kinds of names that are hard to recognise: long, foreign, alike, abbreviated.
func schools() []string {
	return []string{
		"University of Example", "Example Institute", "Example Institute of Technology", "Example State University",
		"Northfield University", "Northfield University College", "Southfield University", "Ashbourne College",
		"Brightwater Polytechnic", "Calder Valley University", "Dunmore School of Economics", "Eastmarch University",
		"Fernhill College of Art", "Glenrock Technical University", "Harrowgate University", "Ironbridge Institute",
		"Juniper Business School", "Kestrel University", "Larkspur College", "Meridian University", "Oakhaven University",
		"Pinecrest University", "Quillwater College", "Ravenswood University", "Silverlake Academy", "Thornbury University",
		"Umberfield Institute", "Vale Royal University", "Westmarch University of Technology", "Yarrow College",
		"Technische Universität Beispielstadt", "Universidad de Ejemplo", "Université de l'Exemple", "例大学",
		"Other",
	}
}

func degrees() []string {
	return []string{
		"High School", "Associate's Degree", "Bachelor's Degree", "Master's Degree",
		"Master of Business Administration (M.B.A.)", "Doctor of Philosophy (Ph.D.)", "Other",
	}
}

func disciplines() []string {
	return []string{
		"Computer Science", "Computer Engineering", "Data Science", "Electrical Engineering", "Mathematics", "Physics",
		"Statistics", "Economics", "Linguistics", "Philosophy", "Other",
	}
}
