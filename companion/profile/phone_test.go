package profile

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPhoneDigits(t *testing.T) {
	tests := []struct {
		in, want string
		ok       bool
	}{
		{"+44 20 7946 0101", "2079460101", true},
		{"+44 (0)20 7946 0101", "2079460101", true},
		{"0044 20 7946 0101", "2079460101", true},
		{"020 7946 0101", "2079460101", true},
		{"442079460101", "2079460101", true},
		{"(+44) 20-7946-0101 ext. 12", "2079460101", true},
		{"+1 (202) 555-0143", "2025550143", true},
		{"1-202-555-0143", "2025550143", true},
		{"202.555.0143 x7", "2025550143", true},
		{"8 (900) 555-01-43", "9005550143", true},
		{"+7 900 555 01 43", "9005550143", true},
		{"+420 601 555 014", "601555014", true},
		{"601 555 014", "601555014", true},
		{"+353 20 915 0143", "209150143", true},
		{"555-0143", "5550143", true},
		{"555-014", "", false},
		{"0000000000", "", false},
		{"n/a", "", false},
		{"", "", false},
		{"+1 202 555 0143 / +1 202 555 0144", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			got, ok := PhoneDigits(tt.in)
			require.Equal(t, tt.ok, ok)
			require.Equal(t, tt.want, got)
		})
	}
}

// Numbers of eleven digits that start like a country code must still be equal
// to themselves in every spelling.
func TestPhoneDigitsOfElevenDigitCountries(t *testing.T) {
	with, ok := PhoneDigits("+86 138 0055 0143")
	require.True(t, ok)
	without, ok := PhoneDigits("138-0055-0143")
	require.True(t, ok)
	require.Equal(t, with, without)
}
