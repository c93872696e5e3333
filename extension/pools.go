package extension

import "encoding/json"

// PoolsQuery asks for the prospect pools that people can be put into.
type PoolsQuery struct {
	// Account names the Greenhouse account; empty means the only or the default one.
	Account string `json:"account,omitempty"`
}

// Pools answers PoolsQuery. Without pools, Missing says why they cannot be read; when it is empty the organisation has none.
type Pools struct {
	Pools []Pool `json:"pools"`
	// Missing is PoolsNoPermission or PoolsNotInVersion.
	Missing string `json:"missing,omitempty"`
}

// Why pools cannot be read.
const (
	// PoolsNoPermission says that the credential may not list pools.
	PoolsNoPermission = "no_permission"
	// PoolsNotInVersion says that the account's version of Greenhouse's API does not have them.
	PoolsNotInVersion = "not_in_version"
)

// Pool is a prospect pool in Greenhouse.
type Pool struct {
	ID   ID     `json:"id"`
	Name string `json:"name"`
	// Stages are in the order in which people go through them; empty when they cannot be read.
	Stages []PoolStage `json:"stages"`
}

// PoolStage is a stage of a pool.
type PoolStage struct {
	ID   ID     `json:"id"`
	Name string `json:"name"`
}

// MarshalJSON writes a list also when there are no pools.
func (m Pools) MarshalJSON() ([]byte, error) {
	type plain Pools
	m.Pools = list(m.Pools)
	return json.Marshal(plain(m))
}

// MarshalJSON writes a list also when there are no stages.
func (p Pool) MarshalJSON() ([]byte, error) {
	type plain Pool
	p.Stages = list(p.Stages)
	return json.Marshal(plain(p))
}

// MessageType implements Message.
func (PoolsQuery) MessageType() string { return "pools" }

// MessageType implements Message.
func (Pools) MessageType() string { return "pools" }
