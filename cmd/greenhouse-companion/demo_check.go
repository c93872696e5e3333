package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// demoResult is what the pretend Greenhouse holds in the end, as its API tells.
type demoResult struct {
	Accepted         int    `json:"accepted"`
	Done             int    `json:"done"`
	People           int    `json:"people"`
	Applications     int    `json:"applications"`
	ElapsedMS        int64  `json:"elapsed_ms"`
	GreenhouseURL    string `json:"greenhouse_url"`
	AmazingHiringURL string `json:"amazinghiring_url"`
}

func (r demoResult) text() string {
	return fmt.Sprintf(`Greenhouse, asked over its API, holds exactly these %d people with %d applications (%d ms).

Look at them:        %s
Look at profiles:    %s`, r.People, r.Applications, r.ElapsedMS, r.GreenhouseURL, r.AmazingHiringURL)
}

// readBack asks the pretend Greenhouse what it holds, and fails unless that is exactly who was sent.
func (d *demo) readBack(ctx context.Context, ids []string) (demoResult, error) {
	info := d.systems.greenhouse.Info()
	greenhouse, err := harvest.New(harvest.Config{
		BaseURL: info.HarvestURL, AuthURL: info.AuthURL, ClientID: info.ClientID, ClientSecret: harvest.Secret(info.ClientSecret),
	})
	if err != nil {
		return demoResult{}, err
	}
	people, err := harvest.Collect(greenhouse.Candidates(ctx, harvest.CandidateQuery{}))
	if err != nil {
		return demoResult{}, err
	}
	applications, err := harvest.Collect(greenhouse.Applications(ctx, harvest.ApplicationQuery{}))
	if err != nil {
		return demoResult{}, err
	}
	done, err := d.countDone(ctx)
	if err != nil {
		return demoResult{}, err
	}
	result := demoResult{
		Accepted: len(ids), Done: done, People: len(people), Applications: len(applications),
		ElapsedMS: time.Since(d.begun).Milliseconds(), GreenhouseURL: info.PageURL, AmazingHiringURL: d.systems.amazingHiring.URL(),
	}
	return result, d.compare(ctx, people, applications)
}

func (d *demo) countDone(ctx context.Context) (int, error) {
	items, err := extension.Call[extension.Items](ctx, d.client, extension.ItemsQuery{States: []string{"done"}})
	return len(items.Items), err
}

// compare checks people by name and applications by target against what was sent.
func (d *demo) compare(ctx context.Context, people []harvest.Candidate, applications []harvest.Application) error {
	want, err := d.wanted(ctx)
	if err != nil {
		return err
	}
	names := map[harvest.CandidateID]string{}
	for _, p := range people {
		names[p.ID] = p.FirstName + " " + p.LastName
	}
	var got []string
	for _, a := range applications {
		got = append(got, arrival(names[a.CandidateID], a.Prospect, a.JobID, a.ProspectiveJobIDs))
	}
	slices.Sort(got)
	if len(people) != len(want) || !slices.Equal(got, want) {
		return fmt.Errorf("greenhouse holds %d people and %d applications, not exactly those that were sent", len(people), len(applications))
	}
	return nil
}

// arrival is one person at one target, as text that compares.
func arrival(name string, prospect bool, job harvest.JobID, prospectJobs []harvest.JobID) string {
	if prospect {
		return fmt.Sprintf("%s as prospect on %v", name, prospectJobs)
	}
	return fmt.Sprintf("%s as candidate on %d", name, job)
}

// wanted are the arrivals that were asked for, in order.
func (d *demo) wanted(ctx context.Context) ([]string, error) {
	var want []string
	for i, target := range d.targets() {
		name, err := d.name(ctx, d.systems.amazingHiring.Plain()[i])
		if err != nil {
			return nil, err
		}
		jobs := []harvest.JobID{}
		for _, id := range target.JobIDs {
			jobs = append(jobs, harvest.JobID(id))
		}
		prospect := target.Kind == extension.TargetProspect
		want = append(want, arrival(name, prospect, append(jobs, 0)[0], jobs))
	}
	slices.Sort(want)
	return want, nil
}

func (d *demo) name(ctx context.Context, profileID int64) (string, error) {
	api, err := d.api()
	if err != nil {
		return "", err
	}
	raw, err := api.Profile(ctx, profileID)
	if err != nil {
		return "", err
	}
	var person struct {
		Name string `json:"name"`
	}
	return person.Name, json.Unmarshal(raw, &person)
}
