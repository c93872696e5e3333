package installer

import (
	"maps"
	"slices"
	"strings"
)

// unitHead and unitTail surround the lines that depend on the configuration. See
// https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html
//
// Restart: whoever ends the program, it comes back after two seconds; one that cannot even start is given up after 20
// tries, and the next start or login begins anew. Stopping takes as long as a delivery needs to reach a safe point.
// Core dumps and files that others can read would leak people's data. There is no After=network: being offline is
// a normal state of the service.
const (
	unitHead = `[Unit]
Description=Greenhouse companion
StartLimitIntervalSec=120
StartLimitBurst=20

[Service]
Type=exec
`
	unitTail = `Restart=always
RestartSec=2
TimeoutStopSec=45
UMask=0077
LimitCORE=0

[Install]
WantedBy=default.target
`
)

// unit returns the service's systemd unit. default.target is what a user manager reaches at login.
func unit(cfg Config) []byte {
	var b strings.Builder
	b.WriteString(unitHead)
	b.WriteString("ExecStart=" + quote(cfg.Program) + " run")
	if dir := cfg.dataDir(); dir != cfg.DefaultDataDir {
		b.WriteString(" --data-dir " + quoteArgument(dir))
	}
	b.WriteString("\n")
	for _, name := range slices.Sorted(maps.Keys(cfg.Environment)) {
		b.WriteString("Environment=" + quote(name+"="+cfg.Environment[name]) + "\n")
	}
	b.WriteString(unitTail)
	return []byte(b.String())
}

var unitQuoting = strings.NewReplacer(`\`, `\\`, `"`, `\"`, `%`, `%%`)

// quote makes one word of a unit's line. % starts a specifier even between quotes. See "Quoting" in
// https://www.freedesktop.org/software/systemd/man/latest/systemd.syntax.html
func quote(word string) string {
	return `"` + unitQuoting.Replace(word) + `"`
}

// quoteArgument is quote for what follows the program: there $ stands for a variable. In the program's path it does not,
// a doubled one would name another file.
func quoteArgument(word string) string {
	return strings.ReplaceAll(quote(word), "$", "$$")
}
