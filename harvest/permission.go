package harvest

import (
	"slices"
	"strings"
)

// Need says how much depends on a permission.
type Need string

const (
	// Required means that adding people does not work without it, or could not be checked afterwards.
	Required Need = "required"
	// OnUse means that it is needed only when somebody asks for that very thing.
	OnUse Need = "on use"
	// Optional means that a feature of its own stays off until it is granted.
	Optional Need = "optional"
)

// Permission is one thing a credential may be allowed to do.
type Permission struct {
	Operation string // such as "create candidate"
	// V1 is what AmazingHiring's help page asks for under the name it had in version 1, such as
	// "Candidates: Add candidate". It is empty for what that page does not ask for.
	V1      string
	Scope   string // the box to tick in version 3, such as "harvest:candidates:create"
	Feature string // what the recruiter gets
	Need    Need
}

// Permissions lists what the operations of this package need, the required ones first. A scope stands
// in several rows when it carries several features. Version 1 showed applications, attachments and all
// addresses inside other records; version 3 has scopes of their own for them.
func Permissions() []Permission {
	return slices.Concat(requiredPermissions(), onUsePermissions(), optionalPermissions())
}

func requiredPermissions() []Permission {
	const people, users, fields = "Candidates: Retrieve, List", "Users: Retrieve, List", "Custom Fields: Get"
	return []Permission{
		{"list candidates", people, "harvest:candidates:list", "see whether a person is in Greenhouse already, and check that an add arrived", Required},
		{"create candidate", "Candidates: Add candidate", "harvest:candidates:create", "add a person to a job", Required},
		{"create prospect", "Candidates: Add Prospect", "harvest:candidates:create", "add a person as a prospect, with or without a job", Required},
		{"update candidate", "Candidates: Edit", "harvest:candidates:update", "complete a person who is there already, and follow later changes", Required},
		{"list applications", people, "harvest:applications:list", "see which jobs a person is on, so that nobody is put on one twice", Required},
		{"create application", "Candidates: Add Application", "harvest:applications:create", "put a person who is there already on another job", Required},
		{"list attachments", people, "harvest:attachments:list", "see which files a person has, so that none is attached twice", Required},
		{"create attachment", "Candidates: Add Attachment", "harvest:attachments:create", "attach the résumé and the profile", Required},
		{"list jobs", "Jobs: Retrieve, List", "harvest:jobs:list", "choose a job, and notice when it has closed", Required},
		{"list users", users, "harvest:users:list", "find you by your e-mail address", Required},
		{"list user e-mails", users, "harvest:user_emails:list", "find you by an address that is not your primary one", Required},
		{"list sources", "Sources: List", "harvest:sources:list", "show AmazingHiring as the source", Required},
		{"list custom fields", fields, "harvest:custom_fields:list", "fill your organisation's own fields", Required},
		{"list custom field options", fields, "harvest:custom_field_options:list", "choose from the lists of your organisation's own fields", Required},
	}
}

func onUsePermissions() []Permission {
	return []Permission{
		{"create custom field", "Custom Fields: Create", "harvest:custom_fields:create", "create a field for the link to the profile, when you ask for it", OnUse},
		{"update custom field", "Custom Fields: Update", "harvest:custom_fields:update", "rename or describe that field, when you ask for it", OnUse},
	}
}

func optionalPermissions() []Permission {
	return []Permission{
		{"list notes", "", "harvest:notes:list", "see which notes a person has, so that none is written twice", Optional},
		{"create note", "", "harvest:notes:create", "write skills, languages and comments as a note", Optional},
		{"list tags", "", "harvest:candidate_tags:list", "know your organisation's tags", Optional},
		{"create tag", "", "harvest:candidate_tags:create", "add a new tag to your organisation's list", Optional},
		{"list applied tags", "", "harvest:applied_candidate_tags:list", "see which tags a person has", Optional},
		{"apply tag", "", "harvest:applied_candidate_tags:create", "tag a person", Optional},
		{"list educations", "", "harvest:candidate_educations:list", "see which schools a person has, so that none is added twice", Optional},
		{"create education", "", "harvest:candidate_educations:create", "add schools and degrees", Optional},
		{"list employments", "", "harvest:candidate_employments:list", "see which positions a person has, so that none is added twice", Optional},
		{"create employment", "", "harvest:candidate_employments:create", "add earlier positions", Optional},
		{"list prospect pools", "", "harvest:prospect_pools:list", "choose a pool for prospects", Optional},
		{"list prospect pool stages", "", "harvest:prospect_pool_stages:list", "choose a stage of that pool", Optional},
		{"list prospect details", "", "harvest:prospect_details:list", "see which stage of a pool a prospect is in, so that nobody's move is undone", Optional},
		{"list job interview stages", "", "harvest:job_interview_stages:list", "choose the stage a person starts in", Optional},
		{"update application", "", "harvest:applications:update", "change source, recruiter or pool later", Optional},
		{"move application", "", "harvest:applications:move", "move a person to another stage of a job", Optional},
		{"list rejection reasons", "", "harvest:rejection_reasons:list", "know your organisation's reasons for a rejection", Optional},
		{"list referrers", "", "harvest:referrers:list", "give you the credit for a person", Optional},
	}
}

// Missing lists the permissions of one need that these scopes do not grant.
func Missing(scopes []string, need Need) []Permission {
	return slices.DeleteFunc(Permissions(), func(p Permission) bool {
		return p.Need != need || slices.Contains(scopes, p.Scope)
	})
}

// Excess lists the scopes of Harvest among these that no permission needs: what a careful administrator would untick.
func Excess(scopes []string) []string {
	var excess []string
	for _, scope := range scopes {
		needed := slices.ContainsFunc(Permissions(), func(p Permission) bool { return p.Scope == scope })
		if strings.HasPrefix(scope, "harvest:") && !needed {
			excess = append(excess, scope)
		}
	}
	return excess
}
