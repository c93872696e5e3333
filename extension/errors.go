package extension

// Error codes. They are stable: clients decide by them, and new ones are only ever appended.
const (
	CodeBadMessage        = "bad_message"
	CodeMessageTooLarge   = "message_too_large"
	CodeUnknownType       = "unknown_type"
	CodeHelloRequired     = "hello_required"
	CodeProtocolVersion   = "protocol_version"
	CodeBadRequest        = "bad_request"
	CodeBadProfile        = "bad_profile"
	CodeNameMissing       = "name_missing"
	CodeUnknownItem       = "unknown_item"
	CodeBadState          = "bad_state"
	CodeBadChoice         = "bad_choice"
	CodeNotConnected      = "not_connected"
	CodeDiskFull          = "disk_full"
	CodeClosing           = "closing"
	CodeForbidden         = "forbidden"
	CodeInternal          = "internal"
	CodeServiceNotRunning = "service_not_running"

	CodeConfirmationNeeded        = "confirmation_needed"
	CodeAmazingHiringNotConnected = "amazinghiring_not_connected"
	CodeAmazingHiringRefused      = "amazinghiring_refused"
	CodeAmazingHiringUnavailable  = "amazinghiring_unavailable"
	CodeProfileUnknown            = "profile_unknown"

	CodeBadFile      = "bad_file"
	CodeFileTooLarge = "file_too_large"
	CodeFileMissing  = "file_missing"
	CodeBusy         = "busy"
)

// codeMeanings describes every code in one sentence; PROTOCOL.md repeats the table.
var codeMeanings = map[string]string{
	CodeBadMessage:        "The message is not a JSON object with a type and an id of 1 to 100 characters.",
	CodeMessageTooLarge:   "The message, or the answer it asks for, is larger than 1 MiB.",
	CodeUnknownType:       "This version of the service does not know the type of the message.",
	CodeHelloRequired:     "The first message must be hello, and it must come within 10 seconds.",
	CodeProtocolVersion:   "The client and the service have no protocol version in common.",
	CodeBadRequest:        "A field of the message is missing, of the wrong kind, or out of place.",
	CodeBadProfile:        "The profile cannot be read as a person.",
	CodeNameMissing:       "Greenhouse needs a first and a last name, and the profile does not give both.",
	CodeUnknownItem:       "The service has no item with this id.",
	CodeBadState:          "The item's present state does not allow this.",
	CodeBadChoice:         "The choice is not among those of the item's question, or a field of it is missing.",
	CodeNotConnected:      "No Greenhouse account is connected, and this cannot be done without one.",
	CodeDiskFull:          "The disk has too little free space to keep the add request safe, so it was not accepted.",
	CodeClosing:           "The service is stopping; the same request can be sent again when it is back.",
	CodeForbidden:         "This client may not do this.",
	CodeInternal:          "The service made a mistake; its log says more.",
	CodeServiceNotRunning: "The service on this computer is not running, so nothing was received.",

	CodeConfirmationNeeded:        "The user has not allowed this browser to hand people to the service.",
	CodeAmazingHiringNotConnected: "The service has no token for AmazingHiring's API, so the profile must come with the request.",
	CodeAmazingHiringRefused:      "AmazingHiring does not accept the service's token, or not for this.",
	CodeAmazingHiringUnavailable:  "AmazingHiring could not be asked just now.",
	CodeProfileUnknown:            "AmazingHiring has no profile with this id that the token may see.",

	CodeBadFile:      "The file's content is not what was announced, so nothing of it was kept.",
	CodeFileTooLarge: "The file is larger than the service takes.",
	CodeFileMissing:  "The add request names a file that the service does not have; upload it first.",
	CodeBusy:         "The service has too much in hand just now; the same request can be sent again in a moment.",
}

// Error is the answer to a request that could not be carried out: what happened, what it means, what to do. Handlers
// return it as an error, and Call returns it as one.
type Error struct {
	// ID is the id of the request; empty when the error concerns the connection or the id could not be read.
	ID   string `json:"id"`
	Code string `json:"code"`
	// Message says what happened, without personal data.
	Message string `json:"message"`
	// Meaning says what follows from it; the connection fills in the code's description when it is empty.
	Meaning string `json:"meaning,omitempty"`
	// Remedy says what a person can do; empty when nothing is to be done.
	Remedy string `json:"remedy,omitempty"`
}

// Error returns the message and the code.
func (e *Error) Error() string { return e.Message + " (" + e.Code + ")" }

// MessageType implements Message.
func (Error) MessageType() string { return "error" }

// answering returns a copy of e, addressed to the request with this id and with a meaning.
func (e *Error) answering(id string) *Error {
	answer := *e
	answer.ID = id
	if answer.Meaning == "" {
		answer.Meaning = codeMeanings[answer.Code]
	}
	return &answer
}
