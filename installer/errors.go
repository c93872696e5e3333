package installer

import "fmt"

// NoManagerError says that the user's systemd cannot be asked: nobody is logged in, or there is no systemd at all.
type NoManagerError struct {
	User string
	UID  int
	Err  error // what systemctl said
}

// Error says what happened and what to do.
func (e *NoManagerError) Error() string {
	return fmt.Sprintf("no systemd user manager answers for %[1]s (%[3]v): log in to a desktop session, "+
		"or run \"loginctl enable-linger %[1]s\" and set XDG_RUNTIME_DIR=/run/user/%[2]d; "+
		"without systemd, start the service by hand with greenhouse-companion run", e.User, e.UID, e.Err)
}

// Unwrap returns what systemctl said.
func (e *NoManagerError) Unwrap() error { return e.Err }
