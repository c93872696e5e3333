package harvest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

func TestSecretIsNeverPrinted(t *testing.T) {
	const plain = "0123456789abcdef"
	secret := harvest.Secret(plain)
	shown := map[string]string{"String": secret.String(), "GoString": secret.GoString()}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%40s"} {
		shown[verb] = fmt.Sprintf(verb, secret)
		shown["config "+verb] = fmt.Sprintf(verb, harvest.Config{ClientSecret: secret, Key: secret})
	}
	encoded, err := json.Marshal(harvest.Config{ClientSecret: secret, Key: secret})
	require.NoError(t, err)
	shown["JSON"] = string(encoded)
	var text, object bytes.Buffer
	slog.New(slog.NewTextHandler(&text, nil)).Info("x", "secret", secret, "config", harvest.Config{ClientSecret: secret, Key: secret})
	slog.New(slog.NewJSONHandler(&object, nil)).Info("x", "secret", secret, "config", harvest.Config{ClientSecret: secret, Key: secret})
	shown["slog text"], shown["slog JSON"] = text.String(), object.String()

	for way, output := range shown {
		assert.Contains(t, output, "REDACTED", way)
		assert.NotContains(t, output, plain, way)
		assert.NotContains(t, output, fmt.Sprintf("%x", plain), way)
	}
}

func TestSecretReveal(t *testing.T) {
	require.Equal(t, "0123456789abcdef", harvest.Secret("0123456789abcdef").Reveal())
}

func TestSecretTail(t *testing.T) {
	for secret, tail := range map[harvest.Secret]string{
		"":              "",
		"0123456789a":   "",
		"0123456789ab":  "89ab",
		"0123456789abç": "9abç",
	} {
		assert.Equal(t, tail, secret.Tail())
	}
}
