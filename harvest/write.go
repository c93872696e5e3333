package harvest

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

func scope(resource, action string) string { return "harvest:" + resource + ":" + action }

// create makes one record and reads it from the answer.
func create[T any](ctx context.Context, c *Client, op, resource string, record any) (T, error) {
	body, err := encode(op, record)
	if err != nil {
		var none T
		return none, err
	}
	return send[T](ctx, c, c.post(op, resource, body))
}

func (c *Client) post(op, resource string, body []byte) call {
	target := c.base.JoinPath("v3", resource)
	return call{op: op, scope: scope(resource, "create"), method: http.MethodPost, url: target, body: body}
}

// patch prepares a change of one record.
func (c *Client) patch(op, resource string, id int64, change any) (call, error) {
	body, err := encodeChange(op, change)
	if err != nil {
		return call{}, err
	}
	target := c.base.JoinPath("v3", resource, strconv.FormatInt(id, 10))
	return call{op: op, scope: scope(resource, "update"), method: http.MethodPatch, url: target, body: body}, nil
}

// encode hides why something cannot be written as JSON, because the encoder may quote it.
func encode(op string, record any) ([]byte, error) {
	body, err := json.Marshal(record)
	if err != nil {
		return nil, invalid(op, "a value cannot be written as JSON")
	}
	return body, nil
}

// encodeChange refuses a change that sets nothing: it is a mistake of the caller's.
func encodeChange(op string, change any) ([]byte, error) {
	body, err := encode(op, change)
	if err == nil && string(body) == "{}" {
		return nil, invalid(op, "there is nothing to change")
	}
	return body, err
}

// send carries out a write whose answer is the record.
func send[T any](ctx context.Context, c *Client, k call) (T, error) {
	var none, record T
	ans, err := c.do(ctx, k)
	if err != nil {
		return none, err
	}
	if err := k.decodeRecord(ans, &record); err != nil {
		return none, err
	}
	return record, nil
}

// decodeRecord reads the answer of a write. Without an id it proves nothing.
func (k call) decodeRecord(ans answer, into any) error {
	var named struct {
		ID int64 `json:"id"`
	}
	if err := k.decode(ans, &named); err != nil {
		return err
	}
	if named.ID <= 0 {
		return k.unclear(ans.status, errNoID)
	}
	return k.decode(ans, into)
}

func blank(text string) bool { return strings.TrimSpace(text) == "" }

func isDay(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}
