package main

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/spf13/cobra"
)

func (a *app) openCommand() *cobra.Command {
	var show bool
	cmd := &cobra.Command{
		Use: "open", Short: "Open the dashboard in your browser", Args: cobra.NoArgs,
		Long: "Open the dashboard in your browser: what is happening, who needs you, what was sent, exports and browsers. The link works\nonce, within two minutes; nobody else can use the page. With --print the link is shown instead, to open it yourself.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			link, err := ask[extension.DashboardLink](cmd.Context(), a, extension.OpenDashboard{})
			if err != nil {
				return err
			}
			if !show && a.openLink(cmd.Context(), link.URL) == nil {
				return a.out.result(map[string]bool{"opened": true},
					"The dashboard opens in your browser. Should it not: greenhouse-companion open --print")
			}
			return a.out.result(link, fmt.Sprintf("%s\n\nOpen this link in your browser. It works once, within %d seconds.", link.URL, link.ValidSeconds))
		},
	}
	cmd.Flags().BoolVar(&show, "print", false, "show the link instead of opening it")
	return cmd
}

// leadPage leads on to the link. It is a file, because what a program is started with can be seen by other users.
var leadPage = template.Must(template.New("lead").Parse(`<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url={{.}}">
<title>greenhouse-companion</title>
<p><a href="{{.}}">Open the dashboard</a></p>
`))

// openLink writes a page that leads on to the link, for the user's eyes only, and shows it in the browser.
func (a *app) openLink(ctx context.Context, link string) error {
	var page strings.Builder
	if err := leadPage.Execute(&page, link); err != nil {
		return fmt.Errorf("write the page that leads to the dashboard: %w", err)
	}
	dir := filepath.Join(a.dataDir, "run")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make a folder for the page that leads to the dashboard: %w", err)
	}
	file := filepath.Join(dir, "dashboard.html")
	if err := store.WriteFile(file, []byte(page.String())); err != nil {
		return err
	}
	name, args := browserCommand(runtime.GOOS, file)
	return startBrowser(ctx, exec.Command(name, args...))
}

// browserPatience is how long a browser that does not start may take to say so.
const browserPatience = 3 * time.Second

// startBrowser leaves a command alone that goes on: on some systems it is the browser itself.
func startBrowser(ctx context.Context, cmd *exec.Cmd) error {
	if runtime.GOOS == "linux" && os.Getenv("DISPLAY")+os.Getenv("WAYLAND_DISPLAY") == "" {
		return errors.New("start the browser: there is no screen")
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start the browser: %w", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case err := <-ended:
		return err
	case <-time.After(browserPatience):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// browserCommand is how each system shows a file in the user's browser.
func browserCommand(system, file string) (name string, args []string) {
	switch system {
	case "windows":
		return "rundll32", []string{"url.dll,FileProtocolHandler", file}
	case "darwin":
		return "open", []string{file}
	}
	return "xdg-open", []string{file}
}
