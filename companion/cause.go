package companion

import "github.com/greenhouse-companion/greenhouse-companion/queue"

// Causes for which an item waits or needs a person. They are stable strings: clients show and filter by them.
const (
	CauseNotConnected   = "not_connected"
	CauseConnectAgain   = "connect_again"
	CauseReadsRefused   = "reads_refused"
	CauseKeyStoreLocked = "key_store_locked"
	CauseOffline        = "offline"
	CauseRateLimited    = "rate_limited"
	CauseUnavailable    = "greenhouse_unavailable"
	CauseInDoubt        = "in_doubt"
	CauseVerifying      = "verifying"
	CausePaused         = "paused"

	CauseAmazingHiringAgain = "amazinghiring_connect_again"
	CauseAmazingHiringBusy  = "amazinghiring_unavailable"

	CauseName          = "name"
	CauseOneWordName   = "one_word_name"
	CauseSamePerson    = "same_person"
	CausePersonGone    = "person_gone"
	CauseJobUnknown    = "job_unknown"
	CauseJobClosed     = "job_closed"
	CauseSourceMissing = "source_missing"
	CauseRefused       = "refused"
	CausePermission    = "permission"
	CauseUnclear       = "unclear"
	CauseNotVisible    = "not_visible"
	CauseDiffers       = "differs"
	CauseFieldsMissing = "fields_missing"
	CauseFileLost      = "file_lost"

	CauseUpdateConflict = "update_conflict"
	CauseUpdateGone     = "update_person_gone"

	CauseProfileGone     = "profile_gone"
	CauseProfileUnusable = "profile_unusable"

	CauseDamaged = queue.CauseDamaged
)

// waitingText says for each cause an item waits for what is happening and, where a person can help, what to do.
var waitingText = map[string]string{
	CauseNotConnected: "Saved. No Greenhouse account is connected yet: run greenhouse-companion connect.",
	CauseConnectAgain: "Saved. Greenhouse no longer accepts the credential: run greenhouse-companion connect again.",
	CauseReadsRefused: "Saved. The credential may not read in Greenhouse, and without reading nothing can be added safely: " +
		"ask a Greenhouse admin for list permissions, then run greenhouse-companion connect again.",
	CauseKeyStoreLocked:     "Saved. The system's key store is locked: unlock it, and it goes on by itself.",
	CauseOffline:            "Saved. Greenhouse cannot be reached; it is sent by itself when the network is back.",
	CauseRateLimited:        "Saved. Greenhouse asks for a pause; it goes on by itself.",
	CauseUnavailable:        "Saved. Greenhouse has a problem at the moment; it is tried again by itself.",
	CauseInDoubt:            "Sent, but the answer was lost. Looking in Greenhouse before anything is sent again.",
	CausePaused:             "Saved. The export it belongs to is paused: resume it, and it goes on.",
	CauseAmazingHiringAgain: "Saved. AmazingHiring's API is not connected or refuses the token: run greenhouse-companion connect-amazinghiring.",
	CauseAmazingHiringBusy:  "Saved. AmazingHiring cannot be asked for the profile at the moment; it is tried again by itself.",
	CauseVerifying:          "Sent. Waiting until it can be read back from Greenhouse.",
}
