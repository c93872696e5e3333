package companion

import (
	"bytes"
	"context"
	"fmt"

	"github.com/BurntSushi/toml"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
)

// examine is the doctor, as far as the service itself can see.
func (s *Service) examine(ctx context.Context, q extension.DoctorQuery) (extension.Doctor, error) {
	var reply extension.Doctor
	found := Examine(ctx, Examination{DataDir: s.dataDir, Account: accountOr(q.Account), Settings: s.settings, Version: s.version})
	for _, f := range found {
		reply.Findings = append(reply.Findings, extension.Finding{
			Check: f.Check, State: string(f.State), Subject: f.Subject, Meaning: f.Meaning, Remedy: f.Remedy,
		})
	}
	return reply, ctx.Err()
}

// settingsInForce are the settings, in which there are no secrets.
func (s *Service) settingsInForce(context.Context, extension.SettingsQuery) (extension.SettingsInForce, error) {
	var text bytes.Buffer
	encoder := toml.NewEncoder(&text)
	encoder.Indent = ""
	if err := encoder.Encode(s.settings); err != nil {
		return extension.SettingsInForce{}, fmt.Errorf("write settings: %w", err)
	}
	return extension.SettingsInForce{Text: text.String()}, nil
}
