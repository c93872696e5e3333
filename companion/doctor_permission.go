package companion

import (
	"context"
	"slices"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// PermissionState says whether a credential has a permission.
type PermissionState string

// The states of a permission.
const (
	PermissionGranted PermissionState = "granted"
	PermissionMissing PermissionState = "missing"
	// PermissionExcess is granted and never used.
	PermissionExcess PermissionState = "more_than_needed"
	// PermissionUnknown is one of a v1 key that no read can show.
	PermissionUnknown PermissionState = "cannot_be_told"
)

// Permission is one line of the table of what a credential may do. One that is more than needed has only a scope.
type Permission struct {
	Operation string `json:"operation"`
	// Scope is the box to tick: the scope in v3, the permission's name in v1.
	Scope   string          `json:"scope"`
	Feature string          `json:"feature"`
	Need    harvest.Need    `json:"need"`
	State   PermissionState `json:"state"`
}

// permissionTable compares what the companion can use with the scopes a credential has.
func permissionTable(scopes []string) []Permission {
	var table []Permission
	for _, p := range harvest.Permissions() {
		state := PermissionMissing
		if slices.Contains(scopes, p.Scope) {
			state = PermissionGranted
		}
		table = append(table, Permission{Operation: p.Operation, Scope: p.Scope, Feature: p.Feature, Need: p.Need, State: state})
	}
	for _, scope := range harvest.Excess(scopes) {
		table = append(table, Permission{Scope: scope, State: PermissionExcess})
	}
	return table
}

// SwitchedOff are the permissions that are required and missing: what they carry does not work.
func SwitchedOff(table []Permission) []Permission {
	var off []Permission
	for _, p := range table {
		if p.State == PermissionMissing && p.Need == harvest.Required {
			off = append(off, p)
		}
	}
	return off
}

func (d *doctor) permissions(ctx context.Context) []Finding {
	var findings []Finding
	for _, p := range d.conn.permissions(ctx, d.about.Scopes) {
		findings = append(findings, p.finding())
	}
	return findings
}

// finding is the permission as the doctor tells it.
func (p Permission) finding() Finding {
	f := Finding{State: FindingOK, Subject: "Permission " + p.Scope}
	switch {
	case p.State == PermissionGranted:
		f.Meaning = "Granted, to " + p.Feature + "."
	case p.State == PermissionUnknown:
		f.State = FindingUnknown
		f.Meaning = "Needed to " + p.Feature + ". Whether the key has it cannot be told from outside."
		f.Remedy = "Look in Greenhouse at the permissions of the key: Configure > Dev Center > API Credential Management."
	case p.State == PermissionExcess:
		f.State = FindingWarn
		f.Meaning = "More than needed: the companion never uses it, and whoever has the secret could."
		f.Remedy = "Ask a Greenhouse admin to take it off the credential."
	case p.Need == harvest.Required:
		f.State = FindingAct
		f.Meaning = "Missing, so the companion cannot " + p.Feature + "."
		f.Remedy = "Ask a Greenhouse admin to tick it on the credential; the text for it: greenhouse-companion connect --request"
	default:
		f.Meaning = "Not granted, and not needed otherwise than to " + p.Feature + "."
	}
	return f
}
