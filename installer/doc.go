// Package installer makes the operating system start the companion at login
// and tells the browsers where its native messaging host is.
//
// It copies no program. It places these files, all below the user's home:
//
//	~/.config/systemd/user/greenhouse-companion.service        the service
//	~/.config/chromium/NativeMessagingHosts/HOST.json          Chromium
//	~/.config/google-chrome/NativeMessagingHosts/HOST.json     Chrome
//	~/.mozilla/native-messaging-hosts/HOST.json                Firefox
//
// where HOST is [HostName]. [NewPlan] says what will be done without doing it:
//
//	plan, err := installer.NewPlan(cfg)
//	fmt.Print(plan)                           // what the user reads
//	report, err := installer.Install(ctx, cfg)
//
// [Install] may be repeated: a file that is already right is left alone.
// [Uninstall] removes what was placed, however little of it is there, and never
// touches the data folder.
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
// Only Linux with systemd is supported so far; elsewhere every function that
// needs the system answers with [UnsupportedError].
package installer
