package sandbox

import (
	"net/http"
	"strconv"
	"strings"
)

// route finds the collection and the operation behind a method and a path.
func (c *call) route(kinds map[string]*resource, method, path string) bool {
	parts := strings.Split(strings.TrimPrefix(path, "/v3/"), "/")
	c.kind = kinds[parts[0]]
	switch {
	case c.kind == nil:
		return false
	case len(parts) == 1:
		return c.routeCollection(method)
	}
	id, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil || id == 0 {
		return false
	}
	c.id = id
	switch len(parts) {
	case 2:
		return c.routeRecord(method)
	case 3:
		return c.routeMember(method, parts[2])
	}
	return false
}

func (c *call) routeCollection(method string) bool {
	switch {
	case method == http.MethodGet:
		c.action = "list"
	case method == http.MethodPost && c.kind.create != nil:
		c.action, c.operation = "create", c.kind.create
	}
	return c.action != ""
}

// routeRecord knows a GET in few collections only: mostly one record is read by a list with ids=.
func (c *call) routeRecord(method string) bool {
	switch {
	case method == http.MethodGet && c.kind.single:
		c.action = "list"
	case method == http.MethodPatch && c.kind.update != nil:
		c.action, c.operation = "update", c.kind.update
	case method == http.MethodDelete && c.kind.destroy != nil:
		c.action = "destroy"
	}
	return c.action != ""
}

// routeMember finds an operation with an address of its own, whose name is also the action of its scope.
func (c *call) routeMember(method, name string) bool {
	member, known := c.kind.members[name]
	if !known || member.method != method {
		return false
	}
	c.action, c.operation = name, &member.operation
	return true
}
