package profile

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParseEmail(t *testing.T) {
	tests := []struct {
		in, want string
		ok       bool
	}{
		{"marta.okafor@example.com", "marta.okafor@example.com", true},
		{" Marta+Jobs@Example.COM\n", "Marta+Jobs@Example.COM", true},
		{"юлия@пример.example", "юлия@пример.example", true},
		{"n/a", "", false},
		{"", "", false},
		{"marta@localhost", "", false},
		{"marta@192.0.2.1", "", false},
		{"@example.com", "", false},
		{"marta@@example.com", "", false},
		{"a@example.com b@example.com", "", false},
		{"Marta <marta@example.com>", "", false},
		{"marta okafor@example.com", "", false},
		{".marta@example.com", "", false},
		{"mar..ta@example.com", "", false},
		{"marta@-example.com", "", false},
		{"marta@example..com", "", false},
		{"marta@example.com,", "", false},
		{strings.Repeat("m", 65) + "@example.com", "", false},
		{"m@" + strings.Repeat("example.", 40) + "com", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			got, ok := ParseEmail(tt.in)
			require.Equal(t, tt.ok, ok)
			require.Equal(t, tt.want, got)
		})
	}
}

func TestEmailType(t *testing.T) {
	tests := []struct{ addr, want string }{
		{"marta@example.com", EmailWork},
		{"marta@GMAIL.com", EmailPersonal},
		{"marta@university.example.ac.uk", EmailOther},
		{"marta@example.edu", EmailOther},
		{"info@studio.example", EmailOther},
		{"n/a", EmailOther},
	}
	for _, tt := range tests {
		t.Run(tt.addr, func(t *testing.T) {
			require.Equal(t, tt.want, EmailType(tt.addr))
		})
	}
}

func TestSharedMailbox(t *testing.T) {
	require.True(t, SharedMailbox(" Info@studio.example"))
	require.True(t, SharedMailbox("hr@example.com"))
	require.False(t, SharedMailbox("marta.okafor@example.com"))
	require.False(t, SharedMailbox("info"))
}
