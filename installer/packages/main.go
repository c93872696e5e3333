// Package main builds what people install: for each system and processor an archive, for Linux a deb, an rpm and an
// Arch package, for Windows an MSI and a setup, the browser extension, a Homebrew cask and a winget manifest, a list of
// what is inside (CycloneDX) and checksums. It is a module of its own, so that nothing of it is a dependency of the
// program.
//
//	go run . -version 1.2.3 [-out ../../dist]
//	go run . -licenses      writes THIRD_PARTY_LICENSES again
//
// The same commit gives the same bytes, wherever it is built: binaries, archives, deb, rpm and Arch packages carry the
// time of the commit (or SOURCE_DATE_EPOCH) and root as owner, and no path of the machine. MSI and setup do not promise that.
//
// A licence that is not known to be harmless ends the build. So does a THIRD_PARTY_LICENSES that is out of date.
//
// What a Linux package does beyond placing files is in scripts/: it enables the service for every person of the
// computer, at login, and takes everything back when it is removed, but for people's own data.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "packages:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("packages", flag.ContinueOnError)
	root := flags.String("root", "../..", "folder of the project")
	out := flags.String("out", "../../dist", "folder for what is built; files of the same names are replaced")
	version := flags.String("version", "", "version to build, as in 1.2.3 or 1.2.3-rc.1, a v before it is left out")
	licensesOnly := flags.Bool("licenses", false, "only write THIRD_PARTY_LICENSES")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *licensesOnly {
		return writeLicenses(ctx, *root)
	}
	r, err := newRelease(ctx, *root, *out, *version)
	if err != nil {
		return err
	}
	return r.build(ctx)
}
