package sandbox

import (
	"strings"
	"time"
)

const (
	organizationID   = 5023817
	organizationName = "Sandbox Example Ltd"
)

// founded is when everything in a fresh sandbox was written: long enough ago for any lag to be over.
var founded = time.Date(2026, time.January, 5, 9, 0, 0, 0, time.UTC)

// cast names the users whom callers need to know.
type cast struct {
	recruiter, siteAdmin, service *record
}

// seed fills a fresh organisation. It holds no candidates.
func (st *state) seed() cast {
	people := st.seedUsers()
	st.seedJobs()
	st.seedSources(people)
	st.seedPool()
	st.seedCustomFields()
	st.seedRejectionReasons()
	return people
}

// plant stores a record that was there from the start.
func (st *state) plant(name string, values object) *record {
	return st.insert(name, founded, values)
}

func (st *state) seedUsers() cast {
	const shared = "talent@example.net"
	recruiter := st.plantUser("Nora Feld", "job_admin", "nora.feld@example.com")
	recruiter.values["manages_unattached"] = true
	admin := st.plantUser("Ivo Brandt", "site_admin", "ops@example.com")
	admin.values["site_admin"] = true
	admin.values["manages_unattached"] = true
	former := st.plantUser("Tess Moran", "basic", "tess.moran@example.com")
	former.values["deactivated"] = true
	st.plantUser("Sam Reyes", "basic", "sam.reyes@example.com", "sam@example.org")
	st.plantUser("Kim Aalto", "job_admin", "kim.aalto@example.com", shared)
	st.plantUser("Lou Marsh", "job_admin", "lou.marsh@example.com", shared)
	service := st.plantUser("Harvest Integration", "service_account")
	service.values["service"] = true
	service.values["manages_unattached"] = true
	return cast{recruiter: recruiter, siteAdmin: admin, service: service}
}

// plantUser stores a user; the first address is the primary one.
func (st *state) plantUser(name, role string, emails ...string) *record {
	first, last, _ := strings.Cut(name, " ")
	user := st.plant("users", object{"name": name, "first_name": first, "last_name": last, "role": role})
	for _, email := range emails {
		st.plant("user_emails", object{"user_id": user.id, "email": email})
	}
	if len(emails) > 0 {
		user.values["primary_email"] = emails[0]
	}
	return user
}

func (st *state) seedJobs() {
	st.plantJob("Platform Engineer", "open", object{"requisition_id": "ENG-101"})
	st.plantJob("Data Engineer", "open", object{"requisition_id": "ENG-102"})
	st.plantJob("Site Reliability Engineer", "closed", object{"requisition_id": "ENG-090"})
	st.plantJob("Head of Engineering", "open", object{"requisition_id": "ENG-001", "confidential": true})
	st.plantJob("Engineer (template)", "open", object{"is_template": true})
}

func (st *state) plantJob(name, status string, more object) {
	more["name"] = name
	more["status"] = status
	more["opened_at"] = founded
	if status == "closed" {
		more["closed_at"] = founded.AddDate(0, 3, 0)
	}
	job := st.plant("jobs", more)
	for i, stage := range []string{"Application Review", "Phone Screen", "Onsite", "Offer"} {
		st.plant("job_interview_stages", object{"job_id": job.id, "name": stage, "sort_order": int64(i)})
	}
}

func (st *state) seedSources(people cast) {
	prospecting := object{"id": int64(3), "name": "Prospecting"}
	st.plant("sources", object{"name": "AmazingHiring", "type": prospecting})
	st.plant("sources", object{"name": "LinkedIn", "type": prospecting})
	for _, user := range []*record{people.recruiter, people.siteAdmin} {
		st.plant("referrers", object{"name": user.text("name"), "user_id": user.id})
	}
}

func (st *state) seedPool() {
	pool := st.plant("prospect_pools", object{"name": "Go engineers", "description": "People to talk to about Go"})
	for i, stage := range []string{"New", "Contacted", "Interested"} {
		st.plant("prospect_pool_stages", object{"prospect_pool_id": pool.id, "name": stage, "sort_order": int64(i)})
	}
}

func (st *state) seedRejectionReasons() {
	ours := object{"id": int64(1), "key": "WE_REJECTED_THEM", "name": "We rejected them"}
	theirs := object{"id": int64(2), "key": "THEY_REJECTED_US", "name": "They rejected us"}
	st.plant("rejection_reasons", object{"name": "Lacking skills", "type": ours, "builtin": true})
	st.plant("rejection_reasons", object{"name": "Took another offer", "type": theirs, "builtin": true})
	st.plant("rejection_reasons", object{"name": "Wrong time zone", "type": ours})
}
