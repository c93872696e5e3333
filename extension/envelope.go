package extension

import (
	"encoding/json"
	"errors"
	"unicode/utf8"
)

// maxID is the longest id of a request, in characters.
const maxID = 100

// envelope is what every message has around its own fields: {"type":"…","id":"…", own fields…}.
type envelope struct {
	Type string `json:"type"`
	ID   string `json:"id,omitempty"`
}

// request is a message whose envelope was read and whose own fields were not yet.
type request struct {
	envelope
	data []byte
}

// encode writes a message with its envelope. An *Error carries its id itself, because an error without a request still
// has an (empty) id.
func encode(id string, m Message) ([]byte, error) {
	head, err := json.Marshal(envelope{Type: m.MessageType(), ID: id})
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	if string(body) == "{}" {
		return head, nil
	}
	head[len(head)-1] = ','
	return append(head, body[1:]...), nil
}

// decodeRequest reads the envelope of a client's message.
func decodeRequest(data []byte) (request, error) {
	req := request{data: data}
	if err := json.Unmarshal(data, &req.envelope); err != nil {
		return request{}, badMessage("The message is not a JSON object with a type and an id.")
	}
	if req.ID == "" || utf8.RuneCountInString(req.ID) > maxID {
		return request{}, badMessage("The message has no id, or one of more than 100 characters.")
	}
	if req.Type == "" {
		return request{}, badMessage("The message has no type.").answering(req.ID)
	}
	return req, nil
}

// decode reads a message's own fields. The error names the field but never repeats its value.
func decode[M Message](data []byte) (M, error) {
	var m M
	err := json.Unmarshal(data, &m)
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && wrong.Field != "" {
		return m, &Error{Code: CodeBadRequest, Message: "The field " + wrong.Field + " has the wrong kind of value."}
	}
	if err != nil {
		return m, &Error{Code: CodeBadRequest, Message: "A field has the wrong kind of value."}
	}
	return m, nil
}

func badMessage(what string) *Error {
	return &Error{Code: CodeBadMessage, Message: what}
}
