package main

import "unicode/utf8"

// The host's own messages are written by hand: encoding/json would make the binary a sixth larger. Their shapes
// are described in extension/PROTOCOL.md.
const (
	serviceNotRunning = `{"id":"","type":"error","code":"service_not_running",` +
		`"message":"greenhouse-companion is not running.",` +
		`"meaning":"The service on this computer is not running, so nothing was received.",` +
		`"remedy":"Start it with: greenhouse-companion start"}`

	messageTooLarge = `{"id":"","type":"error","code":"message_too_large",` +
		`"message":"The message is larger than 1 MiB.",` +
		`"meaning":"The message, or the answer it asks for, is larger than 1 MiB.",` +
		`"remedy":"Send files and long texts in smaller parts."}`
)

func callerMessage(browserCaller string) []byte {
	message := []byte(`{"type":"caller","id":"host","browser_caller":`)
	return append(appendJSONString(message, browserCaller), '}')
}

// appendJSONString appends s as a JSON string by RFC 8259, section 7. What is not UTF-8 becomes the replacement
// character, as in encoding/json.
func appendJSONString(to []byte, s string) []byte {
	const hex = "0123456789abcdef"
	to = append(to, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			to = append(to, '\\', byte(r))
		case r < ' ':
			to = append(to, '\\', 'u', '0', '0', hex[r>>4], hex[r&0xf])
		default:
			to = utf8.AppendRune(to, r)
		}
	}
	return append(to, '"')
}
