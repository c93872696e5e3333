package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLicensesAreCurrent(t *testing.T) {
	require.NoError(t, checkLicenses(t.Context(), project))
}

const mit = `MIT License

Copyright (c) 2026 Example Ltd

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the
"Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge,
publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so,
subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE
FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION
WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
`

const share = `This program is free software: you can redistribute it and/or modify it under the terms of the GNU General Public License as published
by the Free Software Foundation, either version 3 of the License, or (at your option) any later version.

This program is distributed in the hope that it will be useful, but WITHOUT ANY WARRANTY; without even the implied warranty of
MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE. See the GNU General Public License for more details.
`

func TestClassify(t *testing.T) {
	tests := map[string]struct {
		text    string
		ids     []string
		problem string
	}{
		"harmless":             {text: mit, ids: []string{"MIT"}},
		"somebody's own words": {text: "You may use this on weekdays if you are kind.", problem: "not known (0% of its words are)"},
		"to be shared":         {text: share, problem: "may not be linked into the programs"},
		"both":                 {text: mit + share, problem: "may not be linked into the programs"},
		"with a clause of somebody's own": {
			text: mit + strings.Repeat("The Software shall not be used by anybody who sells it for money to others. ", 6), problem: "not known",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			ids, err := classify([]byte(test.text))
			assert.Equal(t, test.ids, ids)
			assert.Equal(t, test.problem == "", err == nil)
			assert.ErrorContains(t, wrapped(err), test.problem)
		})
	}
}

// wrapped makes "no error" something that a table can ask about.
func wrapped(err error) error {
	if err == nil {
		return assert.AnError
	}
	return err
}

func TestAModuleWithoutLicenceIsRefused(t *testing.T) {
	c := component{path: "example.com/module", dir: t.TempDir(), folders: []string{"."}}
	_, err := c.identify(nil)
	require.ErrorContains(t, err, "licence of example.com/module: there is none")
}

// TestNoticesAreFoundBelow: a copied-in folder has a licence of its own, and a notice has to go along.
func TestNoticesAreFoundBelow(t *testing.T) {
	dir := t.TempDir()
	inner := filepath.Join(dir, "internal", "copied")
	require.NoError(t, os.MkdirAll(inner, 0o700))
	for _, path := range []string{"COPYING", "license.go", "internal/copied/LICENSE-MIT", "internal/copied/NOTICE"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, path), []byte(mit), 0o600))
	}
	names, err := component{dir: dir, folders: down(dir, inner)}.notices()
	require.NoError(t, err)
	assert.Equal(t, []string{"COPYING", "internal/copied/LICENSE-MIT", "internal/copied/NOTICE"}, names)
}
