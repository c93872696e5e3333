package main

import (
	"context"
	"debug/buildinfo"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// The part of CycloneDX 1.5 that is used here: https://cyclonedx.org/docs/1.5/json/
type (
	bom struct {
		Format     string    `json:"bomFormat"`
		Spec       string    `json:"specVersion"`
		Version    int       `json:"version"`
		Metadata   bomMeta   `json:"metadata"`
		Components []bomPart `json:"components"`
	}
	bomMeta struct {
		Timestamp string  `json:"timestamp"`
		Component bomPart `json:"component"`
	}
	bomPart struct {
		Type       string        `json:"type"`
		Ref        string        `json:"bom-ref"`
		Name       string        `json:"name"`
		Version    string        `json:"version"`
		PURL       string        `json:"purl"`
		Licenses   []bomLicense  `json:"licenses,omitempty"`
		Properties []bomProperty `json:"properties,omitempty"`
	}
	bomLicense struct {
		License struct {
			ID string `json:"id"`
		} `json:"license"`
	}
	bomProperty struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
)

// contents writes what is inside, as the programs themselves say: every module that the linker noted in one of them,
// and in which.
func (r *release) contents(ctx context.Context) error {
	inside := map[string][]string{} // by module and version: the programs that hold it
	for _, t := range targets {
		for _, name := range []string{program, host} {
			if err := r.inspect(t, name, inside); err != nil {
				return err
			}
		}
	}
	known, err := linked(ctx, r.root)
	if err != nil {
		return err
	}
	list := r.bom()
	for _, key := range slices.Sorted(maps.Keys(inside)) {
		p, err := describe(key, inside[key], known)
		if err != nil {
			return err
		}
		list.Components = append(list.Components, p)
	}
	content, err := json.MarshalIndent(list, "", "  ")
	if err != nil {
		return err
	}
	return r.write(program+"_"+r.version+".cdx.json", append(content, '\n'))
}

func (r *release) inspect(t target, name string, inside map[string][]string) error {
	info, err := buildinfo.ReadFile(r.binary(t, name))
	if err != nil {
		return fmt.Errorf("read what is inside %s for %s: %w", name, t, err)
	}
	where := name + " " + t.String()
	std := library + " " + info.GoVersion
	inside[std] = append(inside[std], where)
	for _, m := range info.Deps {
		key := m.Path + " " + m.Version
		inside[key] = append(inside[key], where)
	}
	return nil
}

func (r *release) bom() bom {
	return bom{Format: "CycloneDX", Spec: "1.5", Version: 1, Metadata: bomMeta{
		Timestamp: r.time.Format(time.RFC3339),
		Component: bomPart{
			Type: "application", Ref: program, Name: program, Version: r.version,
			PURL: purl(module, "v"+r.version), Licenses: named("Apache-2.0"),
		},
	}}
}

// describe fails for a module without a known licence: what is linked, and what the licences were looked up for, are
// found out in two ways, and they have to agree.
func describe(key string, where []string, known []component) (bomPart, error) {
	path, version, _ := strings.Cut(key, " ")
	i := slices.IndexFunc(known, func(c component) bool { return c.path == path && c.version == version })
	if i < 0 {
		return bomPart{}, fmt.Errorf("%s is in a program, and not among the packages it is built from", key)
	}
	names, err := known[i].notices()
	if err != nil {
		return bomPart{}, err
	}
	ids, err := known[i].identify(names)
	if err != nil {
		return bomPart{}, err
	}
	p := bomPart{Type: "library", Ref: path, Name: path, Version: version, PURL: purl(path, version), Licenses: named(ids...)}
	for _, w := range where {
		p.Properties = append(p.Properties, bomProperty{Name: program + ":in", Value: w})
	}
	return p, nil
}

// purl is https://github.com/package-url/purl-spec for Go.
func purl(path, version string) string {
	return "pkg:golang/" + path + "@" + strings.ReplaceAll(version, "+", "%2B")
}

func named(ids ...string) []bomLicense {
	list := make([]bomLicense, len(ids))
	for i, id := range ids {
		list[i].License.ID = id
	}
	return list
}
