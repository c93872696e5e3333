package queue

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func fullItem() Item {
	at := time.Date(2026, 11, 23, 9, 30, 0, 123456000, time.UTC)
	return Item{
		ID: 7, State: Waiting, Priority: Background, Attempt: 300, Cause: "rate_limit",
		Due: at.Add(time.Minute), EnqueuedAt: at, UpdatedAt: at.Add(time.Second), FinishedAt: at.Add(time.Hour),
		Groups: []Group{{1, 2}, {3}}, DedupeKey: "account/request", Held: true, CancelRequested: true, Progress: []byte("step 3"),
	}
}

func TestCodecKeepsEverything(t *testing.T) {
	for _, it := range []Item{fullItem(), {ID: 7, State: Ready}} {
		got, err := decodeItem(7, encodeItem(it))
		require.NoError(t, err)
		require.Equal(t, it, got)
	}
}

func TestDecodeRefusesEveryPrefixAndMore(t *testing.T) {
	raw := encodeItem(fullItem())
	for n := range raw {
		_, err := decodeItem(7, raw[:n])
		assert.ErrorIs(t, err, ErrDamaged, "first %d of %d bytes", n, len(raw))
	}
	_, err := decodeItem(7, append(raw, 0))
	require.ErrorIs(t, err, ErrDamaged)
}

func TestDecodeRefusesWhatItDoesNotKnow(t *testing.T) {
	for position, value := range map[int]byte{0: recordVersion + 1, 1: byte(len(stateCodes)), 3: 4} {
		raw := encodeItem(fullItem())
		raw[position] = value
		_, err := decodeItem(7, raw)
		assert.ErrorIs(t, err, ErrDamaged, "byte %d", position)
	}
}

func FuzzDecodeItem(f *testing.F) {
	f.Add(encodeItem(fullItem()))
	f.Add(encodeItem(Item{State: Done}))
	f.Add([]byte{recordVersion, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f})
	f.Fuzz(func(t *testing.T, raw []byte) {
		it, err := decodeItem(7, raw)
		if err != nil {
			require.ErrorIs(t, err, ErrDamaged)
			return
		}
		again, err := decodeItem(7, encodeItem(it))
		require.NoError(t, err)
		require.Equal(t, it, again)
	})
}
