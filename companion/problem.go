package companion

import "github.com/greenhouse-companion/greenhouse-companion/extension"

// Codes of problems that meet a person at the command line rather than a client at a door. Like the protocol's codes
// they are stable: only ever added to.
const (
	CodeBadConfig         = "bad_config"
	CodePortTaken         = "port_taken"
	CodeDataDirUnusable   = "data_dir_unusable"
	CodeAlreadyRunning    = "already_running"
	CodeQueueKeyLost      = "queue_key_lost"
	CodeKeyStoreUnusable  = "key_store_unusable"
	CodeCredentialRefused = "credential_refused"
	CodeUserUnknown       = "user_unknown"
	CodeUserAmbiguous     = "user_ambiguous"
	CodeUserDeactivated   = "user_deactivated"
	CodeReadsRefused      = "reads_refused"
	CodeOffline           = "offline"
	CodeDialectRetired    = "dialect_retired"
)

// newProblem is an error for a person: what happened and what it means in message, what to do in remedy.
func newProblem(code, message, remedy string) *extension.Error {
	return &extension.Error{Code: code, Message: message, Remedy: remedy}
}
