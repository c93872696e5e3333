package main

import (
	"bytes"
	"embed"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/installer"
)

// placement is what a Linux package places besides the programs, and what the programs themselves may have placed in
// somebody's home: the installer's plans, for everybody and for one person.
type placement struct {
	manifests []entry
	unit      []byte
	personal  []string // paths below a home
}

// anyHome stands for the home of whoever it is.
const anyHome = "/home/anybody"

// browsers are all that the installer knows on Linux.
var browsers = []string{"Chrome", "Chromium", "Edge", "Brave", "Vivaldi", "Opera", "Firefox"}

// placements needs Linux: the installer plans for the system that it runs on.
func placements() (placement, error) {
	cfg := installer.Config{
		Program: "/usr/bin/" + program, Host: "/usr/bin/" + host, Home: anyHome,
		ExtensionIDs: []string{extension.ChromiumID}, FirefoxIDs: []string{extension.FirefoxID}, Browsers: browsers,
	}
	personal, err := installer.NewPlan(cfg)
	if err != nil {
		return placement{}, fmt.Errorf("plan for one person: %w", err)
	}
	cfg.AllUsers = true
	shared, err := installer.NewPlan(cfg)
	if err != nil {
		return placement{}, fmt.Errorf("plan for everybody: %w", err)
	}
	var p placement
	for _, a := range shared.Actions {
		p.manifests = append(p.manifests, entry{a.Path, a.Mode, a.Content})
	}
	for _, a := range personal.Actions {
		p.addPersonal(a)
	}
	return p, nil
}

func (p *placement) addPersonal(a installer.Action) {
	path, found := strings.CutPrefix(a.Path, anyHome+"/")
	if !found {
		return
	}
	p.personal = append(p.personal, path)
	if filepath.Ext(path) == ".service" {
		p.unit = forPeople(a.Content)
	}
}

// forPeople keeps the service away from accounts that are not people's, such as the login screen's: a unit that is
// enabled for everybody would start for them too. See ConditionUser in
// https://www.freedesktop.org/software/systemd/man/latest/systemd.unit.html
func forPeople(unit []byte) []byte {
	return bytes.Replace(unit, []byte("[Unit]\n"), []byte("[Unit]\nConditionUser=!@system\n"), 1)
}

//go:embed scripts
var scriptFiles embed.FS

// packageScript is the shared functions and the lines that call them. What the programs may have placed in homes is
// filled in from the plan.
func packageScript(format, name string, placed placement) ([]byte, error) {
	shared, err := scriptFiles.ReadFile("scripts/shared.sh")
	if err != nil {
		return nil, err
	}
	calls, err := scriptFiles.ReadFile("scripts/" + format + "-" + name + ".sh")
	if err != nil {
		return nil, err
	}
	shared = bytes.ReplaceAll(shared, []byte("@PERSONAL@"), []byte(strings.Join(quoted(placed.personal), " ")))
	return slices.Concat(shared, calls), nil
}

func quoted(paths []string) []string {
	list := make([]string, len(paths))
	for i, path := range paths {
		list[i] = "'" + path + "'"
	}
	return list
}
