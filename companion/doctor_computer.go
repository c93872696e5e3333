package companion

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

// plentyOfSpace is how much must be free for the queue's own floor to be far.
const plentyOfSpace = 512 << 20

func (d *doctor) dataFolder(context.Context) []Finding {
	info, err := os.Stat(d.DataDir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fine("There is none yet; it is made when it is first needed: " + d.DataDir + ".")
	case err != nil:
		return act(fmt.Sprintf("It cannot be looked at: %v.", err), "Correct its permissions, or name another folder with --data-dir.")
	case !info.IsDir():
		return act(d.DataDir+" is not a folder.", "Move the file away, or name another folder with --data-dir.")
	case !writable(d.DataDir):
		return act("It cannot be written, so nobody can be received: "+d.DataDir+".",
			"Correct its owner and permissions, or name another folder with --data-dir.")
	case runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0:
		return warn("Other users of this computer can look into "+d.DataDir+".", "Make it yours alone: chmod 700 "+d.DataDir)
	}
	return fine(d.DataDir + " is yours alone and can be written.")
}

func (d *doctor) disk(context.Context) []Finding {
	free, err := queue.FreeSpace(existing(d.DataDir))
	if err != nil {
		return unknown(fmt.Sprintf("It cannot be measured: %v.", err), "")
	}
	return judgeDisk(free)
}

// existing is the folder, or the nearest one above it that is there.
func existing(dir string) string {
	for {
		if _, err := os.Stat(dir); err == nil || dir == filepath.Dir(dir) {
			return dir
		}
		dir = filepath.Dir(dir)
	}
}

func judgeDisk(free uint64) []Finding {
	megabytes := free >> 20
	switch {
	case free < queue.AcceptFloor:
		return act(fmt.Sprintf("%d MB are free; below %d MB nobody is received any more. Who was received is safe.", megabytes, queue.AcceptFloor>>20),
			"Free some space on the disk.")
	case free < plentyOfSpace:
		return warn(fmt.Sprintf("%d MB are free; below %d MB nobody is received any more.", megabytes, queue.AcceptFloor>>20),
			"Free some space on the disk.")
	}
	return fine(fmt.Sprintf("%d MB are free.", megabytes))
}

func (d *doctor) account(context.Context) []Finding {
	account, found, err := store.Open(d.DataDir).Account(accountOr(d.Account))
	switch {
	case err != nil:
		return act(fmt.Sprintf("It cannot be read: %v.", err), "Connect again with: greenhouse-companion connect")
	case !found:
		return act("No account is connected, so nobody can be sent. Who is added meanwhile waits.",
			"Connect with: greenhouse-companion connect (the text for asking an admin for a credential: greenhouse-companion connect --request).")
	}
	d.stored = account
	d.reach(hasAccount)
	return fine(fmt.Sprintf("%s, as %s (%s), with the credential …%s.", cmp.Or(account.Organization, "Greenhouse"), account.UserName, account.Email, account.KeyTail))
}

func (d *doctor) secretStore(context.Context) []Finding {
	secret, err := d.readSecret()
	if errors.Is(err, errNoSecret) {
		return act("It is gone from "+placeName(d.stored.SecretStore)+".", "Connect again with: greenhouse-companion connect")
	}
	if err == nil {
		d.conn, err = d.connection(harvest.Secret(secret))
	}
	if err != nil {
		return problemFound(err)
	}
	d.reach(hasClient)
	return fine("It is kept in " + placeName(d.stored.SecretStore) + ".")
}

// connection is the doctor's own. What is left of the rate limit it takes over from the service, so as not to spoil it.
func (d *doctor) connection(secret harvest.Secret) (*connection, error) {
	transport, err := d.Settings.Network.transport()
	if err != nil {
		return nil, err
	}
	d.window.kept = newWindowFile(d.DataDir, d.stored.Name, slog.New(slog.DiscardHandler))
	return newConnection(d.stored, secret, clientOptions{
		readSubject: harvest.UserID(d.Settings.Greenhouse.ReadSubject), version: d.Version, transport: transport,
		timeout: min(seconds(d.Settings.Delivery.CallSeconds), patience),
		window:  func(string) harvest.WindowStore { return &d.window },
	})
}

func (d *doctor) readSecret() (string, error) {
	place, err := openSecrets(d.DataDir, d.stored.SecretStore)
	if err != nil {
		return "", err
	}
	return place.get(credentialName(d.stored.Name))
}

func placeName(place string) string {
	if place == StoreFile {
		return "the file secrets.json of the data folder"
	}
	return "the system's key store"
}

// problemFound turns an error of our own into a finding.
func problemFound(err error) []Finding {
	var known *extension.Error
	if errors.As(err, &known) {
		return act(known.Message, known.Remedy)
	}
	return act(err.Error()+".", "Connect again with: greenhouse-companion connect")
}
