package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/extension/native"
	"github.com/greenhouse-companion/greenhouse-companion/installer"
)

// computer is what the doctor asked the service and the operating system.
type computer struct {
	app       *app
	status    extension.Status
	statusErr error
	state     installer.State
	stateErr  error
}

// computerChecks look at this computer, as companion.Examine looks at the account.
var computerChecks = []struct {
	name, subject string
	look          func(computer) companion.Finding
}{
	{"service", "Service", computer.service},
	{"login", "Start at login", computer.login},
	{"notice", "Queue and room on the disk", computer.notice},
	{"index", "Who is known to be in Greenhouse", computer.index},
	{"native_door", "Door for the browsers' native messaging host", computer.nativeDoor},
	{"websocket_door", "WebSocket door", computer.webSocketDoor},
}

func (a *app) examineComputer(ctx context.Context) []companion.Finding {
	c := computer{app: a}
	c.status, c.statusErr = ask[extension.Status](ctx, a, extension.StatusQuery{})
	if cfg, err := a.installation(); err == nil {
		c.state, c.stateErr = installer.Status(ctx, cfg)
	}
	var findings []companion.Finding
	for _, check := range computerChecks {
		f := check.look(c)
		f.Check, f.Subject = check.name, check.subject
		findings = append(findings, f)
	}
	return append(findings, c.browsers()...)
}

func (c computer) service() companion.Finding {
	switch {
	case c.state.Failed:
		return companion.Finding{State: companion.FindingAct, Meaning: "It ended too often in a row, and the system starts it no more.",
			Remedy: "Look at its log (journalctl --user -u greenhouse-companion), then run: greenhouse-companion restart"}
	case errors.Is(c.statusErr, extension.ErrServiceNotRunning):
		return companion.Finding{State: companion.FindingAct, Meaning: "It is not running, so nobody is received and nobody sent.",
			Remedy: "Start it with: greenhouse-companion start (or greenhouse-companion run, in a terminal of its own)."}
	case c.statusErr != nil:
		return companion.Finding{State: companion.FindingAct, Meaning: fmt.Sprintf("It does not answer as it should: %v.", c.statusErr),
			Remedy: "Restart it with: greenhouse-companion restart"}
	case c.status.Version != version:
		return companion.Finding{State: companion.FindingWarn, Meaning: fmt.Sprintf("It runs version %s, and this program is %s.", c.status.Version, version),
			Remedy: "Restart it with: greenhouse-companion restart"}
	}
	if name, paused := pausedAccount(c.status); paused {
		return companion.Finding{State: companion.FindingAct, Meaning: "It runs, and sends nothing for the account " + name + " since Greenhouse refused the credential.",
			Remedy: "Connect again with: greenhouse-companion connect --account " + name}
	}
	return companion.Finding{State: companion.FindingOK, Meaning: "It is running, version " + c.status.Version + "."}
}

// pausedAccount is the first account for which nothing is sent.
func pausedAccount(s extension.Status) (name string, found bool) {
	i := slices.IndexFunc(s.Accounts, func(a extension.AccountInfo) bool { return a.Paused != "" })
	if i < 0 {
		return "", false
	}
	return s.Accounts[i].Name, true
}

func (c computer) login() companion.Finding {
	switch {
	case c.state.EnabledAtLogin:
		return companion.Finding{State: companion.FindingOK, Meaning: "The service starts at login."}
	case c.state.Installed:
		return companion.Finding{State: companion.FindingWarn, Meaning: "The service is installed and does not start at login.",
			Remedy: "Install it again with: greenhouse-companion install"}
	case c.stateErr != nil:
		return companion.Finding{State: companion.FindingUnknown, Meaning: "The operating system cannot be asked: " + c.stateErr.Error() + "."}
	}
	return companion.Finding{State: companion.FindingWarn, Meaning: "The service is not installed: it runs only while somebody runs it.",
		Remedy: "Install it with: greenhouse-companion install"}
}

// notice is what status tells as well; its last sentence is the remedy.
func (c computer) notice() companion.Finding {
	switch {
	case c.statusErr != nil:
		return notRunning()
	case c.status.Notice != "":
		return companion.Finding{State: companion.FindingAct, Meaning: c.status.Notice}
	}
	return companion.Finding{State: companion.FindingOK, Meaning: "Nothing in the queue was damaged, and there is room for new people."}
}

func (c computer) nativeDoor() companion.Finding {
	if c.statusErr != nil {
		return notRunning()
	}
	path := native.SocketPath(c.app.dataDir, companion.ClientSocket)
	nc, err := native.Dial(context.Background(), path)
	if err != nil {
		return companion.Finding{State: companion.FindingAct, Meaning: "The service runs, and its socket is gone, so browsers do not reach it: " + path + ".",
			Remedy: "Restart it with: greenhouse-companion restart"}
	}
	nc.Close()
	return companion.Finding{State: companion.FindingOK, Meaning: "Open: " + path + "."}
}

func (c computer) webSocketDoor() companion.Finding {
	switch {
	case c.statusErr != nil:
		return notRunning()
	case c.status.WebSocketURL == "":
		return companion.Finding{State: companion.FindingUnknown,
			Meaning: "Shut: by the settings, or because other programs have all of its ports. Only browsers that may not use native messaging hosts need it.",
			Remedy:  "If a browser here needs it, see [websocket] in config.toml, or end the program that listens on ports 47810 to 47814."}
	}
	return companion.Finding{State: companion.FindingOK, Meaning: "Open: " + c.status.WebSocketURL + "."}
}

func notRunning() companion.Finding {
	return companion.Finding{State: companion.FindingUnknown, Meaning: "Not looked at, because the service does not answer."}
}
