package dashboard

import "net/http"

// Files is what is served to those who were let in.
func (d *Dashboard) Files() http.Handler { return d.files }
