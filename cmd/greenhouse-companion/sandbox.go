package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring/pretend"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/greenhouse-companion/greenhouse-companion/harvest/sandbox"
	"github.com/spf13/cobra"
)

// pretendSystems are the pretend Greenhouse and the pretend AmazingHiring.
type pretendSystems struct {
	greenhouse    *sandbox.Server
	amazingHiring *pretend.Server
}

func startPretendSystems(options sandbox.Options) (*pretendSystems, error) {
	amazingHiring, err := pretend.Start("")
	if err != nil {
		return nil, err
	}
	options.AmazingHiringURL = amazingHiring.URL()
	options.Faults = append([]string{askedScopes(options.Faults)}, options.Faults...)
	greenhouse, err := sandbox.Start(options)
	if err != nil {
		amazingHiring.Close()
		return nil, err
	}
	return &pretendSystems{greenhouse, amazingHiring}, nil
}

// askedScopes gives the pretend credential what the companion asks an admin for, and no more, unless the caller has chosen.
func askedScopes(faults []string) string {
	if i := slices.IndexFunc(faults, func(f string) bool { return strings.HasPrefix(f, "scopes=") }); i >= 0 {
		return faults[i]
	}
	var scopes []string
	for _, p := range harvest.Permissions() {
		scopes = append(scopes, p.Scope)
	}
	return "scopes=" + strings.Join(scopes, " ")
}

func (p *pretendSystems) close() {
	p.greenhouse.Close()
	p.amazingHiring.Close()
}

// sandboxInfo is the first line that the sandbox subcommand prints.
type sandboxInfo struct {
	sandbox.Info
	AmazingHiringURL   string `json:"amazinghiring_url"`
	AmazingHiringToken string `json:"amazinghiring_token"`
}

func (a *app) sandboxCommand() *cobra.Command {
	var options sandbox.Options
	cmd := &cobra.Command{
		Use: "sandbox", Short: "Run only the pretend Greenhouse and the pretend AmazingHiring", Args: cobra.NoArgs,
		Long: "Run a pretend Greenhouse and a pretend AmazingHiring until Ctrl-C. The first line of output is one JSON object with their\n" +
			"addresses and credentials. Nothing leaves this computer, and everything is gone at the end.\n\nFaults, for --fault:\n" + sandbox.FaultHelp(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			for _, fault := range options.Faults {
				if _, err := sandbox.ParseFault(fault); err != nil {
					return usageError{err.Error()}
				}
			}
			systems, err := startPretendSystems(options)
			if err != nil {
				return err
			}
			defer systems.close()
			info := sandboxInfo{systems.greenhouse.Info(), systems.amazingHiring.URL(), systems.amazingHiring.Token()}
			line, err := json.Marshal(info)
			if err != nil {
				return err
			}
			fmt.Fprintln(a.out.stdout, string(line))
			<-cmd.Context().Done()
			return nil
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&options.Listen, "listen", "", "address to listen on (default: a free port on loopback)")
	flags.StringVar(&options.PublicURL, "public-url", "", "origin written into Link headers (default: the listen address)")
	flags.StringArrayVar(&options.Faults, "fault", nil, "misbehaviour as NAME[=VALUE][,times=N][,scope=all]; may be repeated")
	return cmd
}
