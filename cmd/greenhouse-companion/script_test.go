package main

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring/pretend"
	"github.com/greenhouse-companion/greenhouse-companion/harvest/sandbox"
	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the scripts run the program itself as a command.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"greenhouse-companion": main})
}

// TestScripts runs the command line as its users do. Each script starts with the problem it guards against.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		Setup:               setUp,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"await-service": awaitService},
		RequireExplicitExec: true,
	})
}

// setUp gives each script a pretend Greenhouse, a pretend AmazingHiring and a data folder of its own.
func setUp(env *testscript.Env) error {
	greenhouse, err := sandbox.Start(sandbox.Options{})
	if err != nil {
		return err
	}
	env.Defer(func() { greenhouse.Close() })
	info := greenhouse.Info()
	credentials := info.ClientID + "\n" + info.ClientSecret + "\n"
	if err := os.WriteFile(filepath.Join(env.WorkDir, "credentials"), []byte(credentials), 0o600); err != nil {
		return err
	}
	source, err := pretend.Start("")
	if err != nil {
		return err
	}
	env.Defer(source.Close)
	if err := os.WriteFile(filepath.Join(env.WorkDir, "token"), []byte(source.Token()+"\n"), 0o600); err != nil {
		return err
	}
	jobs := map[string]string{}
	for _, job := range greenhouse.Jobs() {
		if jobs[job.Status] == "" {
			jobs[job.Status] = strconv.FormatInt(job.ID, 10)
		}
	}
	for name, value := range map[string]string{
		"URL": info.HarvestURL, "EMAIL": info.UserEmail, "SECRET": info.ClientSecret,
		"TAKEN_ADDRESS":     strings.TrimPrefix(greenhouse.URL(), "http://"),
		"AMAZINGHIRING_URL": source.URL(), "FOLDER": strconv.FormatInt(pretend.SmallFolder, 10),
		"OPEN_JOB": jobs["open"], "CLOSED_JOB": jobs["closed"],
		"XDG_DATA_HOME": filepath.Join(env.WorkDir, "share"), "HOME": env.WorkDir,
		"DBUS_SESSION_BUS_ADDRESS": "", "XDG_RUNTIME_DIR": env.WorkDir,
	} {
		env.Setenv(name, value)
	}
	return writeScriptSettings(env)
}

// writeScriptSettings leaves the field that the pretend Greenhouse's pages insist on empty; scripts about it say otherwise.
func writeScriptSettings(env *testscript.Env) error {
	dir := filepath.Join(env.Getenv("XDG_DATA_HOME"), "greenhouse-companion")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "config.toml"), []byte("[greenhouse]\nask_required = false\n"), 0o600)
}

// awaitService waits until the service in the background answers.
func awaitService(ts *testscript.TestScript, _ bool, _ []string) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	a := &app{dataDir: filepath.Join(ts.Getenv("XDG_DATA_HOME"), "greenhouse-companion")}
	for {
		client, err := a.dial(ctx)
		if err == nil {
			client.Close()
			return
		}
		if ctx.Err() != nil {
			ts.Fatalf("the service did not come up: %v", err)
		}
		time.Sleep(5 * time.Millisecond)
	}
}
