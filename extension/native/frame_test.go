package native_test

import (
	"bytes"
	"encoding/binary"
	"io"
	"runtime"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/extension/native"
)

func header(size uint32) []byte { return binary.LittleEndian.AppendUint32(nil, size) }

func TestFrameLayout(t *testing.T) {
	var wire bytes.Buffer
	require.NoError(t, native.WriteFrame(&wire, []byte(`{"a":1}`)))
	require.Equal(t, "\x07\x00\x00\x00{\"a\":1}", wire.String())
}

func TestFramesComeBackAsSent(t *testing.T) {
	bodies := [][]byte{[]byte(`{}`), {}, bytes.Repeat([]byte("x"), native.MaxFrame)}
	var wire bytes.Buffer
	for _, body := range bodies {
		require.NoError(t, native.WriteFrame(&wire, body))
	}
	slow := iotest.HalfReader(&wire)
	for _, want := range bodies {
		got, err := native.ReadFrame(slow, native.MaxFrame)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	_, err := native.ReadFrame(slow, native.MaxFrame)
	require.Equal(t, io.EOF, err)
}

func TestReadFrameEnds(t *testing.T) {
	for name, test := range map[string]struct {
		wire []byte
		want error
	}{
		"between frames":       {nil, io.EOF},
		"inside the header":    {[]byte{1, 0}, io.ErrUnexpectedEOF},
		"after the header":     {header(3), io.ErrUnexpectedEOF},
		"inside the body":      {append(header(3), 'a'), io.ErrUnexpectedEOF},
		"one byte over":        {header(11), &native.FrameTooLargeError{Size: 11, Max: 10}},
		"the largest possible": {header(1<<32 - 1), &native.FrameTooLargeError{Size: 1<<32 - 1, Max: 10}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := native.ReadFrame(bytes.NewReader(test.wire), 10)
			require.Equal(t, test.want, err)
		})
	}
}

// A length alone must not make us take memory.
func TestReadFrameChecksBeforeTakingMemory(t *testing.T) {
	wire := header(1 << 30)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := native.ReadFrame(bytes.NewReader(wire), native.MaxFrame)
	runtime.ReadMemStats(&after)
	require.Error(t, err)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(1<<20))
}

type countingWriter struct{ writes int }

func (w *countingWriter) Write(p []byte) (int, error) {
	w.writes++
	return len(p), nil
}

func TestWriteFrameWritesOnce(t *testing.T) {
	var w countingWriter
	require.NoError(t, native.WriteFrame(&w, []byte("{}")))
	require.Equal(t, 1, w.writes)
}

func TestWriteFrameRefusesWhatTheBrowserWould(t *testing.T) {
	var w countingWriter
	err := native.WriteFrame(&w, make([]byte, native.MaxFrame+1))
	require.Equal(t, &native.FrameTooLargeError{Size: native.MaxFrame + 1, Max: native.MaxFrame}, err)
	require.Zero(t, w.writes)
}

func FuzzReadFrame(f *testing.F) {
	f.Add([]byte("\x02\x00\x00\x00{}"))
	f.Add([]byte("\xff\xff\xff\xff"))
	f.Add([]byte{1})
	f.Fuzz(func(t *testing.T, wire []byte) {
		body, err := native.ReadFrame(bytes.NewReader(wire), 1000)
		if err != nil {
			return
		}
		var again bytes.Buffer
		require.NoError(t, native.WriteFrame(&again, body))
		require.Equal(t, wire[:again.Len()], again.Bytes())
	})
}
