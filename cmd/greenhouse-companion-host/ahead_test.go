package main

import (
	"bytes"
	"io"
	"testing"
	"testing/iotest"
	"testing/synctest"

	"github.com/stretchr/testify/require"
)

func TestAheadKeepsEverything(t *testing.T) {
	want := bytes.Repeat([]byte("0123456789"), maxAhead/4) // more than it holds
	for name, from := range map[string]io.Reader{
		"at once":       bytes.NewReader(want),
		"in bytes":      iotest.OneByteReader(bytes.NewReader(want)),
		"end with data": iotest.DataErrReader(bytes.NewReader(want)),
	} {
		t.Run(name, func(t *testing.T) {
			got, err := io.ReadAll(readAhead(from))
			require.NoError(t, err)
			require.True(t, bytes.Equal(want, got))
		})
	}
}

func TestAheadNoticesTheEndUnread(t *testing.T) {
	early := readAhead(bytes.NewReader([]byte("nobody reads this")))
	<-early.ended
	got, err := io.ReadAll(early)
	require.NoError(t, err)
	require.Equal(t, "nobody reads this", string(got))
}

func TestAheadHoldsNoMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, browser := io.Pipe()
		early := readAhead(in)
		written := make(chan int, 100)
		go func() {
			for range 5 {
				n, _ := browser.Write(make([]byte, maxAhead/2))
				written <- n
			}
			browser.Close()
		}()
		synctest.Wait()
		require.Len(t, written, 3, "two are held, one is in hand, and the browser has to wait")
		_, err := io.Copy(io.Discard, early)
		require.NoError(t, err)
		require.Len(t, written, 5)
	})
}
