// Package native holds what both ends of native messaging share: the framing that browsers use on a host's pipes, the
// relay between a browser and the running service, and the place where the two meet.
//
// A frame is a length and a body. The length is four bytes in the machine's own byte order, which is little-endian on
// every platform we build for; the body is one JSON message:
//
//	+----+----+----+----+------------------------+
//	|  length, uint32   |  length bytes of JSON  |
//	+----+----+----+----+------------------------+
//
// The browser ends a connection whose host sends more than 1 MiB in one frame, see
// https://developer.chrome.com/docs/extensions/develop/concepts/native-messaging. The same limit holds here in both
// directions. The package uses the standard library without net/http and encoding/json, so that the host, which the
// browser starts for every connection, stays small.
package native

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// MaxFrame is the largest body of one frame, in bytes: what a browser accepts from a host.
const MaxFrame = 1 << 20

const headerSize = 4

// FrameTooLargeError says that a frame announces, or would have, more bytes than allowed. Nothing of its body was read
// or written.
type FrameTooLargeError struct {
	Size, Max int
}

// Error implements error.
func (e *FrameTooLargeError) Error() string {
	return fmt.Sprintf("frame of %d bytes is larger than the allowed %d", e.Size, e.Max)
}

// ReadFrame reads one frame and returns its body. The length is checked before memory is taken: a frame over max bytes
// is a *FrameTooLargeError. The error is io.EOF only where a frame could have begun; an end inside a frame is
// io.ErrUnexpectedEOF.
func ReadFrame(r io.Reader, max int) ([]byte, error) {
	var header [headerSize]byte
	if _, err := io.ReadFull(r, header[:]); err != nil {
		return nil, err
	}
	size := binary.LittleEndian.Uint32(header[:])
	if uint64(size) > uint64(max) {
		return nil, &FrameTooLargeError{Size: int(size), Max: max}
	}
	body := make([]byte, size)
	_, err := io.ReadFull(r, body)
	if errors.Is(err, io.EOF) {
		return nil, io.ErrUnexpectedEOF
	}
	return body, err
}

// WriteFrame writes body as one frame. Header and body leave in one Write, so that writers which take turns never mix
// their frames. A body over MaxFrame is a *FrameTooLargeError, because the browser would end the connection for it.
func WriteFrame(w io.Writer, body []byte) error {
	if len(body) > MaxFrame {
		return &FrameTooLargeError{Size: len(body), Max: MaxFrame}
	}
	frame := make([]byte, headerSize, headerSize+len(body))
	binary.LittleEndian.PutUint32(frame, uint32(len(body)))
	_, err := w.Write(append(frame, body...))
	return err
}
