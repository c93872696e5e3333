package main

import (
	"context"
	"os"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/greenhouse-companion/greenhouse-companion/harvest/sandbox"
	"github.com/spf13/cobra"
)

// demoOrigin is the origin the demo's own client names at the WebSocket door, as a browser extension would.
const demoOrigin = "chrome-extension://greenhousecompaniondemo"

func (a *app) demoCommand() *cobra.Command {
	var once bool
	cmd := &cobra.Command{
		Use: "demo", Short: "See it work, on pretend systems", Args: cobra.NoArgs,
		Long: `Start a pretend Greenhouse, a pretend AmazingHiring and a companion with a temporary folder, and send three people through
the companion's real WebSocket door. Nothing leaves this computer. Stays until Ctrl-C, so that you can look around.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			d := &demo{app: a, begun: time.Now()}
			defer d.close()
			return d.run(cmd.Context(), once)
		},
	}
	cmd.Flags().BoolVar(&once, "once", false, "end after delivery; exit 0 only if everybody arrived")
	return cmd
}

// demo is one run of the demo: all of it real but the two systems at the ends.
type demo struct {
	app     *app
	begun   time.Time
	dir     string
	systems *pretendSystems
	service *companion.Service
	stop    context.CancelFunc
	stopped chan error
	client  *extension.Client
}

func (d *demo) run(ctx context.Context, once bool) error {
	if err := d.start(ctx); err != nil {
		return err
	}
	ids, err := d.sendAll(ctx)
	if err != nil {
		return err
	}
	if err := d.awaitAll(ctx, ids); err != nil {
		return err
	}
	found, err := d.readBack(ctx, ids)
	if err != nil {
		return err
	}
	if err := d.app.out.result(found, found.text()); err != nil || once {
		return err
	}
	d.tellNext()
	<-ctx.Done()
	return nil
}

// tellNext shows whoever stays how to see the name question: these two people's names cannot be split for sure.
func (d *demo) tellNext() {
	profile := d.systems.amazingHiring.URL() + "/api/v6/profiles/900000000000104/"
	d.app.out.step(`
To be asked about a name that cannot be split for sure (also with profile 900000000000105), in a second terminal:
  curl -s -H "Authorization: Token %s" %s |
    greenhouse-companion --data-dir %s add - --prospect --wait

Press Ctrl-C to end the demo; everything it made is then gone.`, d.systems.amazingHiring.Token(), profile, d.dir)
	d.app.out.step("")
}

// start brings up the pretend systems, connects an account, and runs the service with its WebSocket door open.
func (d *demo) start(ctx context.Context) (err error) {
	out := d.app.out
	out.step("DEMO: pretend systems on this computer only; nothing goes to Greenhouse or AmazingHiring.")
	if d.dir, err = os.MkdirTemp("", "greenhouse-companion-demo-"); err != nil {
		return err
	}
	if d.systems, err = startPretendSystems(sandbox.Options{}); err != nil {
		return err
	}
	out.step("Pretend Greenhouse:      %s", d.systems.greenhouse.Info().PageURL)
	out.step("Pretend AmazingHiring:   %s", d.systems.amazingHiring.URL())
	info := d.systems.greenhouse.Info()
	account, err := companion.Connect(ctx, companion.ConnectRequest{
		DataDir: d.dir, Email: info.UserEmail, ClientID: info.ClientID, ClientSecret: harvest.Secret(info.ClientSecret),
		HarvestURL: info.HarvestURL, AuthURL: info.AuthURL, SecretStore: companion.StoreFile, Version: version,
	})
	if err != nil {
		return err
	}
	out.step("Connected to %s as %s.", account.Organization, account.UserName)
	if err := d.startService(ctx); err != nil {
		return err
	}
	out.step("The companion is running; its WebSocket door is %s", d.service.WebSocketURL())
	d.client, err = extension.DialWebSocket(ctx, d.service.WebSocketURL(), demoOrigin, extension.ClientInfo{Name: "demo", Version: version})
	return err
}

func (d *demo) startService(ctx context.Context) (err error) {
	d.service, err = companion.New(companion.Config{
		DataDir: d.dir, Version: version, SecretStore: companion.StoreFile,
		Settings: companion.Settings{
			Greenhouse: companion.GreenhouseSettings{
				AppURL: d.systems.greenhouse.URL(),
				CustomFields: []companion.CustomFieldRule{
					{Key: "amazinghiring_url", From: "amazinghiring_url"}, {Key: "seniority", Value: "Senior"},
				},
			},
			AmazingHiring: companion.AmazingHiringSettings{URL: d.systems.amazingHiring.URL()},
			WebSocket:     companion.WebSocketSettings{Listen: "127.0.0.1:0", Origins: []string{demoOrigin}, Unpaired: true},
		},
	})
	if err != nil {
		return err
	}
	ctx, d.stop = context.WithCancel(context.WithoutCancel(ctx))
	d.stopped = make(chan error, 1)
	go func() { d.stopped <- d.service.Run(ctx) }()
	return nil
}

// close undoes start in reverse order, however far it came.
func (d *demo) close() {
	if d.client != nil {
		d.client.Close()
	}
	if d.stop != nil {
		d.stop()
		<-d.stopped
	}
	if d.systems != nil {
		d.systems.close()
	}
	if d.dir != "" {
		os.RemoveAll(d.dir)
	}
}
