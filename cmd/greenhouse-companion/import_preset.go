package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/companion/sheet"
	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
)

// presetName keeps presets inside their folder, and the same on every file system.
var presetName = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,63}$`)

// mapping is what each column holds: what the user says, before the preset, before what the headings say.
func (a *app) mapping(header []string, f importFlags) (sheet.Mapping, error) {
	m := sheet.Detect(header)
	if f.savePreset != "" {
		if _, err := a.presetPath(f.savePreset); err != nil {
			return m, err
		}
	}
	if f.preset != "" {
		preset, err := a.preset(f.preset)
		if err != nil {
			return m, err
		}
		m = preset.For(header)
	}
	for _, flag := range f.columns {
		next, err := mapColumn(m, flag)
		if err != nil {
			return m, err
		}
		m = next
	}
	return m, nil
}

// mapColumn follows one --map. A heading may contain an equals sign, a field does not.
func mapColumn(m sheet.Mapping, flag string) (sheet.Mapping, error) {
	at := strings.LastIndex(flag, "=")
	if at < 1 {
		return m, usageError{"--map needs COLUMN=FIELD."}
	}
	name, field := flag[:at], sheet.Field(flag[at+1:])
	for i, c := range m.Columns {
		if strings.EqualFold(c.Heading, name) {
			return mapped(m, i, name, field)
		}
	}
	return mapped(m, columnIndex(name), name, field)
}

func mapped(m sheet.Mapping, i int, name string, field sheet.Field) (sheet.Mapping, error) {
	next, err := m.Map(i, field)
	switch {
	case err == nil:
		return next, nil
	case i < 0 || i >= len(m.Columns):
		return m, usageError{"The spreadsheet has no column " + name + "."}
	}
	return m, usageError{"There is no field " + string(field) + ". Fields are: " + fieldNames() + "."}
}

// columnIndex counts a column's letters from 0; -1 for what is no column.
func columnIndex(letters string) int {
	if len(letters) > 3 {
		return -1
	}
	n := 0
	for _, r := range strings.ToUpper(letters) {
		if r < 'A' || r > 'Z' {
			return -1
		}
		n = n*26 + int(r-'A') + 1
	}
	return n - 1
}

func (a *app) presetPath(name string) (string, error) {
	if !presetName.MatchString(name) {
		return "", usageError{"A preset's name has lower-case letters, digits, - and _, at most 64."}
	}
	return filepath.Join(a.dataDir, "presets", name+".json"), nil
}

func (a *app) preset(name string) (sheet.Mapping, error) {
	var m sheet.Mapping
	path, err := a.presetPath(name)
	if err != nil {
		return m, err
	}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return m, usageError{"There is no preset " + name + ". Save one with --save-preset."}
	}
	if err != nil {
		return m, fmt.Errorf("read preset: %w", err)
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return m, fmt.Errorf("read preset %s: %w", path, err)
	}
	return m, nil
}

func (a *app) savePreset(name string, m sheet.Mapping) error {
	path, err := a.presetPath(name)
	if err != nil {
		return err
	}
	data, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return fmt.Errorf("encode preset: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("save preset: %w", err)
	}
	return store.WriteFile(path, data)
}
