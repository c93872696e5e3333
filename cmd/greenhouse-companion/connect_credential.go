package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"golang.org/x/term"
)

// prompts are the parts of a credential in each dialect. The last one is the secret.
var prompts = map[harvest.Dialect][]string{
	harvest.V3: {"Client id", "Client secret"},
	harvest.V1: {"Harvest v1 API key"},
}

// credential never comes as flags or variables: those show in process lists.
func (a *app) credential(req *companion.ConnectRequest, fromStdin bool) error {
	parts, err := a.askCredential(prompts[req.Dialect], fromStdin)
	if err != nil {
		return err
	}
	if req.Dialect == harvest.V1 {
		req.Key = harvest.Secret(parts[0])
		return nil
	}
	req.ClientID, req.ClientSecret = parts[0], harvest.Secret(parts[1])
	return nil
}

func (a *app) askCredential(prompts []string, fromStdin bool) ([]string, error) {
	if fromStdin {
		return readCredential(a.stdin, prompts)
	}
	terminal, ok := a.stdin.(*os.File)
	if !ok || !term.IsTerminal(int(terminal.Fd())) {
		return nil, usageError{"There is no terminal to ask for the credential: use --credentials-stdin."}
	}
	open, secret := prompts[:len(prompts)-1], prompts[len(prompts)-1]
	parts := make([]string, len(open))
	for i, prompt := range open {
		fmt.Fprint(a.out.stderr, prompt+": ")
		if _, err := fmt.Fscanln(terminal, &parts[i]); err != nil {
			return nil, fmt.Errorf("read %s: %w", strings.ToLower(prompt), err)
		}
	}
	fmt.Fprint(a.out.stderr, secret+" (not shown): ")
	typed, err := term.ReadPassword(int(terminal.Fd()))
	fmt.Fprintln(a.out.stderr)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", strings.ToLower(secret), err)
	}
	return append(parts, strings.TrimSpace(string(typed))), nil
}

// readCredential takes one line for each part.
func readCredential(r io.Reader, prompts []string) ([]string, error) {
	lines := bufio.NewScanner(io.LimitReader(r, 64<<10))
	var parts []string
	for len(parts) < len(prompts) && lines.Scan() {
		parts = append(parts, strings.TrimSpace(lines.Text()))
	}
	if len(parts) < len(prompts) || slices.Contains(parts, "") {
		return nil, usageError{"Standard input must have one line each for: " + strings.Join(prompts, ", ") + "."}
	}
	return parts, nil
}
