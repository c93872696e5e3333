// Package installer makes the operating system start the companion at login
// and tells the browsers where its native messaging host is.
//
// It copies no program. Install places these files for one user, all below the
// user's home:
//
//	~/.config/systemd/user/greenhouse-companion.service    the service
//	a browser's own folder/HOST.json                       one for each browser
//
// where HOST is [HostName]. On Windows browsers do not look into a folder: there
// one manifest for each format lies below %LocalAppData%, and a registry key for
// each browser names it. [NewPlan] says what will be done without doing it:
//
//	cfg.Browsers, err = installer.Found(cfg)  // those that are on this computer
//	plan, err := installer.NewPlan(cfg)
//	fmt.Print(plan)                           // what the user reads
//	report, err := installer.Install(ctx, cfg)
//
// [Install] may be repeated: a file that is already right is left alone.
// [Uninstall] removes what was placed, however little of it is there, and never
// touches the data folder. With AllUsers in [Config] both are about manifests for
// every user of the computer, and nothing else.
//
// # Browsers
//
// Where browsers look is a table (browsers.go), one for each system, which tests
// compare with golden files on any of them. A browser is found by its profile or
// by its program; not by a folder that we may have made ourselves. [Refresh], for
// every start of the service, writes manifests again that are missing or wrong:
// after an update, a move, or for a browser that came later. [Browsers] says what
// is wrong for each.
//
// A browser in a Flatpak or a Snap is away from the programs of the computer, so
// it gets advice instead of a manifest; the Firefox Snap gets both.
//
// # What drives the service
//
// github.com/kardianos/service starts, stops and restarts it. Its Install and
// Uninstall are not used, nor therefore its templates. Install refuses to
// replace a unit, writes it in place and readable by everyone (ours may carry a
// proxy's password), and its built-in unit is wanted by multi-user.target, which
// a user manager does not have: enabled, yet never started at login. Uninstall
// stops at the first missing part. Both take the home folder from the process,
// whatever [Config] says.
//
// The native messaging host starts a service that is not running, but not one
// that the user stopped: [Stop] leaves a mark in the session's run folder.
//
// The service is set up on Linux with systemd only so far; elsewhere what is about
// it answers with [UnsupportedError], and what is about browsers works.
package installer
