package extension

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// shelf takes uploads as the service does. Its memory can be made to fail before a given call.
type shelf struct {
	mu      sync.Mutex
	content []byte
	calls   int
	// disturb is called before each call with its number, from 1; it may change the content.
	disturb func(call int, s *shelf)
}

func (s *shelf) take(_ context.Context, m Upload) (Uploaded, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls++
	if s.disturb != nil {
		s.disturb(s.calls, s)
	}
	if m.Offset == int64(len(s.content)) {
		s.content = append(s.content, m.Data...)
	}
	received := int64(len(s.content))
	return Uploaded{SHA256: m.SHA256, Received: received, Complete: received == m.Size}, nil
}

func (s *shelf) client(t *testing.T) *Client {
	t.Helper()
	mux := NewMux()
	Handle(mux, s.take)
	c, err := DialSocket(t.Context(), startService(t, RouteCommand, mux, nil).socket, testInfo)
	require.NoError(t, err)
	t.Cleanup(func() { c.Close() })
	return c
}

func TestSendFile(t *testing.T) {
	large := bytes.Repeat([]byte("0123456789abcde"), MaxChunk/10) // one and a half pieces
	for name, test := range map[string]struct {
		content, there []byte
		calls          int
		disturb        func(int, *shelf)
	}{
		"small":              {content: []byte("small"), calls: 2},
		"exactly a piece":    {content: large[:MaxChunk], calls: 2},
		"a byte more":        {content: large[:MaxChunk+1], calls: 3},
		"half is there":      {content: large, there: large[:len(large)/2], calls: 2},
		"all is there":       {content: large, there: large, calls: 1},
		"forgotten midway":   {content: large, calls: 5, disturb: at(3, func(s *shelf) { s.content = nil })},
		"another client too": {content: large, calls: 4, disturb: at(2, func(s *shelf) { s.content = large[:9] })},
	} {
		t.Run(name, func(t *testing.T) {
			s := &shelf{content: test.there, disturb: test.disturb}
			hash, err := SendFile(t.Context(), s.client(t), bytes.NewReader(test.content), int64(len(test.content)))
			require.NoError(t, err)
			require.Equal(t, sum(test.content), hash)
			require.True(t, bytes.Equal(test.content, s.content))
			require.Equal(t, test.calls, s.calls)
		})
	}
}

func sum(content []byte) string {
	hash := sha256.Sum256(content)
	return hex.EncodeToString(hash[:])
}

func at(call int, change func(*shelf)) func(int, *shelf) {
	return func(now int, s *shelf) {
		if now == call {
			change(s)
		}
	}
}

// TestSendFileGivesUp: a service that never has enough must not keep the client for ever.
func TestSendFileGivesUp(t *testing.T) {
	for name, answer := range map[string]Uploaded{
		"always nothing": {},
		"beyond the end": {Received: 99},
		"exactly there":  {Received: 5},
		"before the end": {Received: -1},
	} {
		t.Run(name, func(t *testing.T) {
			mux := NewMux()
			Handle(mux, func(context.Context, Upload) (Uploaded, error) { return answer, nil })
			c, err := DialSocket(t.Context(), startService(t, RouteCommand, mux, nil).socket, testInfo)
			require.NoError(t, err)
			defer c.Close()
			_, err = SendFile(t.Context(), c, bytes.NewReader([]byte("12345")), 5)
			require.ErrorIs(t, err, errNoProgress)
		})
	}
}

func TestSendFileRefused(t *testing.T) {
	mux := NewMux()
	Handle(mux, func(context.Context, Upload) (Uploaded, error) { return Uploaded{}, &Error{Code: CodeFileTooLarge} })
	c, err := DialSocket(t.Context(), startService(t, RouteCommand, mux, nil).socket, testInfo)
	require.NoError(t, err)
	defer c.Close()
	_, err = SendFile(t.Context(), c, bytes.NewReader([]byte("12345")), 5)
	requireRefused(t, err, CodeFileTooLarge)
}

func TestSendFileCannotRead(t *testing.T) {
	s := &shelf{}
	c := s.client(t)
	_, err := SendFile(t.Context(), c, broken{}, 5)
	require.ErrorIs(t, err, errBroken)
	require.Zero(t, s.calls)
	_, err = SendFile(t.Context(), c, bytes.NewReader([]byte("12345")), 6)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF, "it has shrunk")
}

var errBroken = errors.New("bad sector")

type broken struct{}

func (broken) ReadAt([]byte, int64) (int, error) { return 0, errBroken }

// TestLargestPieceFits: a full piece with all around it is within the limit of a message.
func TestLargestPieceFits(t *testing.T) {
	data, err := encode("a long id", Upload{SHA256: sum(nil), Size: 1 << 40, Offset: 1 << 40, Data: make([]byte, MaxChunk)})
	require.NoError(t, err)
	require.Less(t, len(data), MaxMessage)
}
